package dev.sessionbeam.output.row;

import dev.sessionbeam.definition.table.Column.Source;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the rows that {@link RowEncoder} made back into their lines, byte for byte. */
public final class RowDecoder {
  private final ColumnNode root;

  public RowDecoder(Table table) {
    this.root = ColumnNode.of(table);
  }

  /** A field of the line: its name and its value as they are written. */
  private record Field(JsonValue name, JsonValue value) {}

  /**
   * Returns the line of a row, without a line break.
   *
   * @throws IllegalArgumentException if the rest is not what {@link RowEncoder} writes
   */
  public byte[] decode(Row row) {
    byte[] rest = row.rest();
    JsonObject left = rest == null ? null : parsed(rest);
    if (rest != null && left != null && left.has(RowEncoder.SESSION_ID)) {
      return rest;
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    for (ColumnNode node : root.children()) {
      byte[] value = value(node, row.values());
      if (value != null) {
        put(new Field(node.name(), JsonValue.ofText(value)), fields);
      }
    }
    return line(left == null ? usualOrder(fields, null) : merged(fields, left));
  }

  private static JsonObject parsed(byte[] rest) {
    try {
      return JsonObject.parse(rest);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("the rest of a row is not a JSON object", e);
    }
  }

  private static void put(Field field, Map<String, Field> fields) {
    fields.put(String.valueOf(field.name().asString()), field);
  }

  /** Returns the text that the columns give for a field; null if all of them are NULL. */
  private static byte @Nullable [] value(ColumnNode node, @Nullable Object[] values) {
    if (node.isColumn()) {
      Object value = values[node.column()];
      return value == null ? null : node.format().write(value);
    }
    List<Field> fields = new ArrayList<>();
    for (ColumnNode child : node.children()) {
      byte[] value = value(child, values);
      if (value != null) {
        fields.add(new Field(child.name(), JsonValue.ofText(value)));
      }
    }
    return fields.isEmpty() ? null : line(fields);
  }

  /** What is in the rest replaces what the columns give. */
  private List<Field> merged(Map<String, Field> fields, JsonObject left) {
    JsonValue order = left.size() == 0 ? null : left.get(RowEncoder.ORDER);
    Map<String, Field> others = new LinkedHashMap<>();
    for (int i = order == null ? 0 : 1; i < left.size(); i++) {
      put(new Field(left.nameAt(i), left.valueAt(i)), others);
    }
    fields.putAll(others);
    return order == null ? usualOrder(fields, others) : ordered(fields, order);
  }

  private List<Field> usualOrder(Map<String, Field> fields, @Nullable Map<String, Field> others) {
    List<Field> line = new ArrayList<>();
    for (Source source : Source.values()) {
      for (ColumnNode node : root.children()) {
        Field field = fields.get(String.valueOf(node.name().asString()));
        if (node.source() == source && field != null) {
          line.add(field);
        }
      }
      if (source == Source.RECORD && others != null) {
        others.forEach(
            (name, field) -> {
              if (root.child(name) == null) {
                line.add(field);
              }
            });
      }
    }
    return line;
  }

  private static List<Field> ordered(Map<String, Field> fields, JsonValue order) {
    List<Field> line = new ArrayList<>();
    for (Object name : (List<?>) order.toJava(number -> number, "")) {
      Field field = fields.get(String.valueOf(name));
      if (field == null) {
        throw new IllegalArgumentException("the rest of a row names a field that the row lacks");
      }
      line.add(field);
    }
    return line;
  }

  private static byte[] line(List<Field> fields) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write('{');
    for (Field field : fields) {
      if (line.size() > 1) {
        line.write(',');
      }
      field.name().appendTo(line);
      line.write(':');
      field.value().appendTo(line);
    }
    line.write('}');
    return line.toByteArray();
  }
}
