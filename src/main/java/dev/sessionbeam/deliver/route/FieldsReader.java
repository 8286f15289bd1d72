package dev.sessionbeam.deliver.route;

import dev.sessionbeam.json.FieldPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the setting {@code fields}: the fields that are sent. */
final class FieldsReader {
  private FieldsReader() {}

  /**
   * Returns the paths of the fields, in the order written; or notes faults and returns null.
   *
   * @param known the names that a line may have; null if it may have any
   */
  static @Nullable List<String> read(RouteNode node, @Nullable Set<String> known) {
    List<RouteNode> items = node.list();
    Set<FieldPath> fields = new LinkedHashSet<>();
    for (RouteNode item : items) {
      FieldPath field = field(item);
      if (field != null && !fields.add(field)) {
        item.fault("'" + field + "' is named twice: remove one of them");
      }
      if (field != null && known != null && !known.contains(field.head())) {
        item.fault(
            "a session has no field '"
                + field.head()
                + "'"
                + RouteFaults.suggestion(field.head(), new TreeSet<>(known)));
      }
    }
    if (node.isList() && items.isEmpty()) {
      node.fault("is empty: name fields, or remove it to send the whole line");
      return null;
    }
    return fields.stream().map(FieldPath::toString).toList();
  }

  private static @Nullable FieldPath field(RouteNode item) {
    String text = item.text();
    if (text == null) {
      return null;
    }
    try {
      return FieldPath.of(text);
    } catch (IllegalArgumentException e) {
      item.fault("'" + text + "' is not a field: " + e.getMessage());
      return null;
    }
  }
}
