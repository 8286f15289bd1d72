package dev.sessionbeam.output.row;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Column.Source;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of JSON lines that has a column, or that is an object in which fields have columns. The
 * root is the line itself.
 */
final class ColumnNode {
  /** Senders have few shapes of records. */
  private static final int MOST_SHAPES = 1 << 10;

  /** The index of a node without a column. */
  private static final int NONE = -1;

  private final JsonValue name;
  private final Source source;
  private final int position;
  private final Map<String, ColumnNode> children = new LinkedHashMap<>();
  private final Map<Object, ObjectShape> shapes = new HashMap<>();
  private @Nullable Object lastNames;
  private @Nullable ObjectShape lastShape;
  private int column = NONE;
  private ValueFormat format = new JsonFormat();

  private ColumnNode(String name, Source source, int position) {
    this.name = JsonValue.of(name);
    this.source = source;
    this.position = position;
  }

  /** Returns the root of a table's columns. Fields are in the order of their first columns. */
  static ColumnNode of(Table table) {
    ColumnNode root = new ColumnNode("", Source.RECORD, 0);
    List<Column> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      ColumnNode node = root;
      for (String segment : column.path().segments()) {
        node = node.childFor(segment, column.source());
      }
      node.column = i;
      node.format = ValueFormat.of(column.type());
    }
    return root;
  }

  private ColumnNode childFor(String segment, Source of) {
    ColumnNode child = children.get(segment);
    if (child == null) {
      child = new ColumnNode(segment, of, children.size());
      children.put(segment, child);
    }
    return child;
  }

  /** Returns the name as the canonical text of a line has it, with quotes. */
  JsonValue name() {
    return name;
  }

  /** Returns what adds the field to the line. */
  Source source() {
    return source;
  }

  /** Returns the position among the fields of the same object. */
  int position() {
    return position;
  }

  /** Returns whether the field has a column; otherwise it has fields that have some. */
  boolean isColumn() {
    return column != NONE;
  }

  int column() {
    return column;
  }

  ValueFormat format() {
    return format;
  }

  /** Returns the fields in this one, in order. */
  Collection<ColumnNode> children() {
    return children.values();
  }

  @Nullable ColumnNode child(String field) {
    return children.get(field);
  }

  /** Returns what the names of an object in this field say about its columns. */
  @SuppressWarnings("ReferenceEquality") // Equal names are usually one object.
  ObjectShape shapeOf(JsonObject object) {
    Object names = object.shape();
    ObjectShape shape = lastShape;
    if (shape == null || lastNames != names) {
      if (shapes.size() >= MOST_SHAPES) {
        shapes.clear();
      }
      shape = shapes.computeIfAbsent(names, unknown -> ObjectShape.of(this, object));
      lastNames = names;
      lastShape = shape;
    }
    return shape;
  }
}
