package dev.sessionbeam.deliver.route;

import dev.sessionbeam.json.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value in the routes, and its place. A reader asks for the type that it needs. If the value has
 * another type, the node notes a fault and returns null or an empty list.
 */
final class RouteNode {
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

  /** Returns the value as a {@link JsonTree} has it. */
  @Nullable Object value() {
    return tree.value();
  }

  /** Notes that the value has the wrong type. */
  void wrong(String wanted) {
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
