package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An outermost field of JSON lines, and the columns whose values it has.
 *
 * @param columns one column that is the whole field, or the columns of fields inside it
 */
record LineField(String name, List<Column> columns) {
  /** Returns the fields that hold the columns of a table, in the order of the columns. */
  static List<LineField> of(Table table) {
    Map<String, List<Column>> fields = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      fields.computeIfAbsent(column.path().head(), any -> new ArrayList<>()).add(column);
    }
    return fields.entrySet().stream()
        .map(field -> new LineField(field.getKey(), List.copyOf(field.getValue())))
        .toList();
  }

  /** Returns whether the field is a column as a whole. */
  boolean isColumn() {
    return columns.get(0).path().isTopLevel();
  }
}
