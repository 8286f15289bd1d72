package dev.sessionbeam.output.row;

import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.output.row.ObjectShape.Field;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns lines into rows. A value that has the type of its column is always in the column. What the
 * columns do not give back is in the row's rest, so that {@link RowDecoder} returns the same line,
 * byte for byte. The rest is one of these:
 *
 * <ul>
 *   <li>null, if the columns give back the line;
 *   <li>an object with the fields that the columns do not give back, as they are written and in
 *       their order. If the line has not the usual order, its first field, {@code _order}, has the
 *       names of all fields of the line;
 *   <li>the whole line, if it is written in a way that no line of the pipeline is, or has a field
 *       {@code _order} of its own. Then it has the field {@code session_id}, which is otherwise
 *       never in the rest.
 * </ul>
 *
 * <p>An encoder is not thread-safe.
 */
public final class RowEncoder {
  static final String ORDER = "_order";
  static final String SESSION_ID = "session_id";

  private static final JsonValue SESSION_ID_AS_WRITTEN = JsonValue.of(SESSION_ID);

  private final ColumnNode root;
  private final int columns;
  private final boolean hasRest;

  public RowEncoder(Table table) {
    this.root = ColumnNode.of(table);
    this.columns = table.columns().size();
    this.hasRest = table.hasRest();
  }

  /**
   * Returns the row of a line.
   *
   * @param line one JSON object, without a line break
   * @throws IllegalArgumentException if it is not a line of the table: it is not a JSON object, has
   *     no {@code session_id}, or the table has no rest and the columns do not give back the line
   */
  public Row encode(byte[] line) {
    return encode(line, 0, line.length);
  }

  /**
   * Returns the row of a line among others.
   *
   * @param text the bytes of many lines
   * @param start where the line begins
   * @param end where the line ends, without its line break
   * @throws IllegalArgumentException if it is not a line of the table, as above
   */
  public Row encode(byte[] text, int start, int end) {
    JsonObject object = parsed(text, start, end);
    ObjectShape shape = root.shapeOf(object);
    @Nullable Object[] values = new @Nullable Object[columns];
    Rest rest = new Rest();
    boolean known = false;
    for (int i = 0; i < object.size(); i++) {
      ColumnNode node = shape.nodes().get(i).node();
      JsonValue value = object.valueAt(i);
      if (node == null || !put(node, value, values)) {
        rest.add(object.nameAt(i), value);
      } else {
        known |= node.name().isWrittenAs(SESSION_ID_AS_WRITTEN);
      }
    }
    if (!known && !object.has(SESSION_ID)) {
      throw notOfTheTable(end - start, "it has no session_id");
    }
    boolean usual = known && shape.plain() && object.compactLength() == end - start;
    byte[] left =
        usual ? rest.bytes(shape.inOrder() ? null : object) : Arrays.copyOfRange(text, start, end);
    if (left != null && !hasRest) {
      throw notOfTheTable(end - start, "its columns do not give it back");
    }
    return new Row(values, left);
  }

  private static JsonObject parsed(byte[] text, int start, int end) {
    try {
      return JsonObject.parse(text, start, end);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("a line of results is not a JSON object", e);
    }
  }

  private static IllegalArgumentException notOfTheTable(int length, String why) {
    return new IllegalArgumentException(
        "a line of results of " + length + " bytes is not one of the table: " + why);
  }

  /** Puts a value into its columns. Returns whether the columns give back its text. */
  private boolean put(ColumnNode node, JsonValue json, @Nullable Object[] values) {
    if (node.isColumn()) {
      Object value = node.format().read(json);
      values[node.column()] = value;
      return value != null && node.format().isCanonical(json, value);
    }
    JsonObject object = json.asObject();
    if (object == null) {
      return false;
    }
    ObjectShape shape = node.shapeOf(object);
    List<Field> fields = shape.nodes();
    boolean given =
        shape.plain()
            && shape.inOrder()
            && !fields.isEmpty()
            && object.compactLength() == json.length();
    for (int i = 0; i < fields.size(); i++) {
      ColumnNode child = fields.get(i).node();
      given &= child != null && put(child, object.valueAt(i), values);
    }
    return given;
  }

  /** Writes the fields that the columns do not give back. */
  private static final class Rest {
    private @Nullable ByteArrayOutputStream fields;

    void add(JsonValue name, JsonValue value) {
      ByteArrayOutputStream out = fields;
      if (out == null) {
        out = new ByteArrayOutputStream();
        fields = out;
      } else {
        out.write(',');
      }
      name.appendTo(out);
      out.write(':');
      value.appendTo(out);
    }

    /**
     * Returns the JSON of the rest; null if there is nothing in it.
     *
     * @param ordered the object whose order of names is to be kept; null for the usual order
     */
    byte @Nullable [] bytes(@Nullable JsonObject ordered) {
      ByteArrayOutputStream left = fields;
      if (left == null && ordered == null) {
        return null;
      }
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      json.write('{');
      if (ordered != null) {
        writeOrder(ordered, json);
      }
      if (left != null) {
        if (ordered != null) {
          json.write(',');
        }
        json.writeBytes(left.toByteArray());
      }
      json.write('}');
      return json.toByteArray();
    }

    private static void writeOrder(JsonObject object, ByteArrayOutputStream json) {
      JsonValue.of(ORDER).appendTo(json);
      json.write(':');
      for (int i = 0; i < object.size(); i++) {
        json.write(i == 0 ? '[' : ',');
        object.nameAt(i).appendTo(json);
      }
      json.write(']');
    }
  }
}
