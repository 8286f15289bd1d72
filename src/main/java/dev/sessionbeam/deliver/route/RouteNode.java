package dev.sessionbeam.deliver.route;

import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.json.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in the routes, and its place. A reader asks for the type that it needs. If the value has
 * another type, the node notes a fault and returns null or an empty list.
 */
final class RouteNode {
  private static final Pattern RATE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)/s");

  private final JsonTree tree;
  private final String route;
  private final String setting;
  private final RouteFaults faults;

  private RouteNode(JsonTree tree, String route, String setting, RouteFaults faults) {
    this.tree = tree;
    this.route = route;
    this.setting = setting;
    this.faults = faults;
  }

  /**
   * Returns a whole route.
   *
   * @param route how messages name it, such as {@code route 2 (crm)}
   */
  static RouteNode of(JsonTree tree, String route, RouteFaults faults) {
    return new RouteNode(tree, route, "", faults);
  }

  /** Returns the value of a setting below this one. */
  RouteNode child(String name, JsonTree value) {
    return new RouteNode(value, route, setting.isEmpty() ? name : setting + "." + name, faults);
  }

  void fault(String message) {
    faults.add(tree.line(), setting.isEmpty() ? route : route + ": " + setting, message);
  }

  /** Notes a fault of a setting below this one. */
  void fault(String name, String message) {
    child(name, tree).fault(message);
  }

  /** Returns a text that is not blank; or notes a fault and returns null. */
  @Nullable String text() {
    if (!(tree.value() instanceof String text)) {
      wrong("a text in double quotes");
      return null;
    }
    if (Text.isBlank(text)) {
      fault("is empty: write a value, or remove it");
      return null;
    }
    if (!Text.isWellFormed(text)) {
      fault("holds half of a surrogate pair, which is not a character");
      return null;
    }
    return text;
  }

  /** Returns whether the value is this text. */
  boolean is(String text) {
    return text.equals(tree.value());
  }

  /** Returns whether the value is a list. */
  boolean isList() {
    return tree.value() instanceof List;
  }

  /** Returns the value if it is one of these words; or notes a fault and returns null. */
  @Nullable String oneOf(List<String> valid) {
    String text = text();
    if (text != null && !valid.contains(text)) {
      fault("unknown value '" + text + "'" + RouteFaults.suggestion(text, valid));
      return null;
    }
    return text;
  }

  /** Returns an object with only these settings; or notes a fault and returns null. */
  @Nullable RouteObject object(List<String> known) {
    return object(known, Set.of(), "");
  }

  /**
   * Returns an object with only these settings; or notes a fault and returns null.
   *
   * @param refused names of settings that have a message of their own
   * @param why that message
   */
  @Nullable RouteObject object(List<String> known, Set<String> refused, String why) {
    if (!(tree.value() instanceof Map<?, ?> fields)) {
      wrong("an object with " + String.join(", ", known));
      return null;
    }
    return RouteObject.of(this, fields, tree.repeated(), known, refused, why);
  }

  /** Returns the items of a list; or notes a fault and returns an empty list. */
  List<RouteNode> list() {
    if (!(tree.value() instanceof List<?> values)) {
      wrong("a list, such as [\"a\", \"b\"]");
      return List.of();
    }
    List<RouteNode> items = new ArrayList<>();
    for (Object value : values) {
      items.add(new RouteNode((JsonTree) value, route, setting + "[" + items.size() + "]", faults));
    }
    return items;
  }

  /** Returns a whole number that is at least 1; or notes a fault and returns null. */
  @Nullable Integer positive() {
    if (!(tree.value() instanceof BigDecimal number)) {
      wrong("a whole number");
      return null;
    }
    try {
      int whole = number.intValueExact();
      if (whole >= 1) {
        return whole;
      }
    } catch (ArithmeticException e) {
      // The fault is added below.
    }
    fault("must be a whole number from 1 to " + Integer.MAX_VALUE);
    return null;
  }

  /** Returns a number of deliveries a second, above zero; or notes a fault and returns null. */
  @Nullable Double rate() {
    BigDecimal number = tree.value() instanceof BigDecimal plain ? plain : null;
    if (tree.value() instanceof String text) {
      Matcher rate = RATE.matcher(text);
      number = rate.matches() ? new BigDecimal(rate.group(1)) : null;
    }
    double rate = number == null ? 0 : number.doubleValue();
    if (rate <= 0 || Double.isInfinite(rate)) {
      fault("must be a number of deliveries a second above 0, such as 50 or \"50/s\"");
      return null;
    }
    return rate;
  }

  /** Returns a duration that is longer than zero; or notes a fault and returns null. */
  @Nullable Duration duration() {
    if (tree.value() instanceof BigDecimal number) {
      fault("needs a unit (d, h, m, s or ms), and double quotes: \"" + number + "s\"");
      return null;
    }
    String text = text();
    if (text == null) {
      return null;
    }
    try {
      Duration duration = Durations.parse(text);
      if (!duration.isZero() && !duration.isNegative()) {
        return duration;
      }
      fault("must be longer than zero");
    } catch (IllegalArgumentException e) {
      fault(String.valueOf(e.getMessage()));
    }
    return null;
  }

  private void wrong(String wanted) {
    fault("must be " + wanted + ", but is " + kind());
  }

  private String kind() {
    Object value = tree.value();
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof BigDecimal) {
      return "a number";
    }
    return String.valueOf(value).toLowerCase(Locale.ROOT);
  }
}
