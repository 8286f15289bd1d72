package dev.sessionbeam.deliver.route;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route, ready to be applied to lines by one thread. */
final class RouteRule {
  private static final JsonObject EMPTY = empty();

  private final Route route;
  private final @Nullable Expression condition;
  private final @Nullable List<FieldPath> fields;

  RouteRule(Route route) {
    this.route = route;
    Expression shared = route.condition();
    // A copy, because an expression remembers results and is not for several threads.
    this.condition = shared == null ? null : shared.at(shared.place());
    List<String> names = route.fields();
    this.fields = names == null ? null : names.stream().map(FieldPath::of).toList();
  }

  Route route() {
    return route;
  }

  /** Returns whether a line must be parsed for this route. */
  boolean needsFields() {
    return condition != null || fields != null;
  }

  /**
   * Returns what is sent; null if the condition does not hold.
   *
   * @param line the line of these fields
   */
  byte @Nullable [] body(JsonObject line, @Nullable Instant instant, byte[] written) {
    if (condition != null && !condition.holds(line, instant)) {
      return null;
    }
    return fields == null ? written : only(fields, line).toBytes();
  }

  /** Returns an object of only these fields, in their order. A nested field stays nested. */
  private static JsonObject only(List<FieldPath> fields, JsonObject line) {
    JsonObject part = EMPTY;
    for (FieldPath field : fields) {
      JsonValue value = line.get(field);
      if (value != null) {
        part = part.with(field, value);
      }
    }
    return part;
  }

  private static JsonObject empty() {
    try {
      return JsonObject.parse("{}".getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("an empty object is not JSON", e);
    }
  }
}
