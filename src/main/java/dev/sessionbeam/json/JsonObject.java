package dev.sessionbeam.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: its fields in order, each value as the text that it was written in. Immutable: a
 * change returns a new object, in which all other fields keep their bytes.
 *
 * <p>Only the top level is parsed into fields; a nested object is one value until a path leads into
 * it. If a name is repeated, its first position and its last value count. {@link #repeated()}
 * returns the repeated names.
 */
public final class JsonObject {
  private static final JsonObject EMPTY =
      new JsonObject(FieldNames.NONE, new JsonValue[0], Set.of(), Start.NONE);

  private final FieldNames names;
  private final JsonValue[] values;
  private final Set<String> repeated;
  private final Start start;

  /**
   * The bytes of the first fields, from the opening brace on, if a text has them exactly as this
   * object's line needs them; and the number of these fields. The bytes are copied in one step.
   */
  private record Start(byte[] text, int from, int to, int fields) {
    static final Start NONE = new Start(new byte[] {'{'}, 0, 1, 0);

    Start upTo(int field, JsonValue[] values) {
      if (field >= fields) {
        return this;
      }
      return field == 0 ? NONE : new Start(text, from, values[field - 1].end(), field);
    }

    int length() {
      return to - from;
    }
  }

  private JsonObject(FieldNames names, JsonValue[] values, Set<String> repeated, Start start) {
    this.names = names;
    this.values = values;
    this.repeated = repeated;
    this.start = start;
  }

  /** The object of the fields that a parser found in a text. */
  static JsonObject of(
      Collection<JsonValue> names, Collection<JsonValue> values, Set<String> repeated) {
    return new JsonObject(
        FieldNames.of(names.toArray(JsonValue[]::new)),
        values.toArray(JsonValue[]::new),
        repeated,
        Start.NONE);
  }

  /**
   * The object of the fields that a scan found in a text; null if a name occurs twice. A compact
   * text begins with the object's brace, so the bytes of its fields can be copied in one step.
   */
  static @Nullable JsonObject of(byte[] text, JsonScanner scanned) {
    int[] bounds = scanned.bounds();
    int fields = scanned.fields();
    FieldNames names = scanned.names();
    if (names == null) {
      return null;
    }
    JsonValue[] values = new JsonValue[fields];
    for (int i = 0, at = 0; i < fields; i++, at += JsonScanner.BOUNDS) {
      values[i] = new JsonValue(text, bounds[at + 2], bounds[at + 3] - bounds[at + 2]);
    }
    boolean asIs = scanned.isCompact() && fields > 0;
    return new JsonObject(
        names,
        values,
        Set.of(),
        asIs ? new Start(text, scanned.start(), values[fields - 1].end(), fields) : Start.NONE);
  }

  /**
   * Parses an object. Only white space may be around it. The whole text is checked, nested values
   * included.
   *
   * @throws JsonSyntaxException if the bytes are not a JSON object; it has the reason
   */
  public static JsonObject parse(byte[] bytes) throws JsonSyntaxException {
    return JsonObjectParser.parse(bytes);
  }

  /**
   * Parses a part of the bytes, as {@link #parse(byte[])} does. The values are kept in the whole
   * array.
   *
   * @param start where the part begins
   * @param end where the part ends
   * @throws JsonSyntaxException if the part is not a JSON object; it has the reason
   */
  public static JsonObject parse(byte[] text, int start, int end) throws JsonSyntaxException {
    return JsonObjectParser.parse(text, start, end);
  }

  /** The names that occur more than once in this object, not counting nested objects. */
  public Set<String> repeated() {
    return repeated;
  }

  /**
   * Returns the names of the fields that a reader that ignores case cannot tell from another field,
   * or from one of the other names. The list is usually empty.
   */
  public List<String> ambiguousNames(List<String> others) {
    return names.ambiguous(others);
  }

  /** The number of fields. */
  public int size() {
    return names.count();
  }

  /** The name of the field at an index, as it is written in the JSON. */
  public JsonValue nameAt(int index) {
    return names.at(index);
  }

  /** The value of the field at an index. */
  public JsonValue valueAt(int index) {
    return values[index];
  }

  /**
   * A key for the names: two objects with the same key have the same names, in the same order and
   * written in the same way. Objects of one sender usually have the same key.
   */
  public Object shape() {
    return names;
  }

  /**
   * The length of this object's JSON in bytes, without white space around its top-level names and
   * values.
   */
  public int compactLength() {
    int length = Math.max(2, size() + 1);
    for (int i = 0; i < size(); i++) {
      length += names.at(i).length() + 1 + values[i].length();
    }
    return length;
  }

  /** Whether the object has a field with this name, even if its value is null. */
  public boolean has(String name) {
    return names.indexOf(name) >= 0;
  }

  /** The value of a top-level field, or null if there is no such field. */
  public @Nullable JsonValue get(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : values[index];
  }

  /** The value at a path, or null if there is no field at that path. */
  public @Nullable JsonValue get(FieldPath path) {
    if (path.isTopLevel()) {
      int index = names.indexOf(path);
      return index < 0 ? null : values[index];
    }
    JsonObject child = child(path.head());
    return child == null ? null : child.get(path.tail());
  }

  /** The object in a field, or null if the field does not exist or is not an object. */
  public @Nullable JsonObject child(String name) {
    JsonValue value = get(name);
    return value == null || !value.isObject() ? null : parsed(value);
  }

  /** The object that a value of a checked record is. */
  static JsonObject parsed(JsonValue object) {
    try {
      return JsonObjectParser.fieldsOf(object);
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("a nested object of a checked record is not JSON", e);
    }
  }

  /**
   * Returns this object with a value at a path: at the position of the old value, or at the end. If
   * an object on the path is missing, it is created; if another value is in its position, an object
   * replaces it.
   */
  public JsonObject with(FieldPath path, JsonValue value) {
    if (path.isTopLevel()) {
      return with(path, names.indexOf(path), value);
    }
    JsonObject child = child(path.head());
    JsonObject inner = child == null ? EMPTY : child;
    return with(path, names.indexOf(path), inner.with(path.tail(), value).toValue());
  }

  private JsonObject with(FieldPath path, int index, JsonValue value) {
    if (index < 0) {
      return withNew(path, value);
    }
    JsonValue[] changed = values.clone();
    changed[index] = value;
    return changed(index, names, changed);
  }

  private JsonObject withNew(FieldPath path, JsonValue value) {
    int size = size();
    boolean hasRoom = size < values.length && values[size] == null;
    JsonValue[] more = hasRoom ? values : Arrays.copyOf(values, size + 1);
    more[size] = value;
    return new JsonObject(names.plus(path), more, repeated, start);
  }

  /**
   * Returns this object with a value at a path. A field that is already there is removed first, so
   * the value is at the end.
   */
  public JsonObject withLast(FieldPath path, JsonValue value) {
    return path.isTopLevel() && names.indexOf(path) < 0
        ? withNew(path, value)
        : without(path).with(path, value);
  }

  /**
   * Returns an equal object that has room for new fields: adding so many of them does not copy the
   * others. Only one thread may use it, and the objects that are made from it.
   */
  public JsonObject withRoomFor(int newFields) {
    JsonValue[] roomy = Arrays.copyOf(values, size() + newFields);
    return new JsonObject(names, roomy, repeated, start);
  }

  /** Returns this object without the field at a path; the same object if there is no such field. */
  public JsonObject without(FieldPath path) {
    if (path.isTopLevel()) {
      int index = names.indexOf(path);
      return index < 0 ? this : changed(index, names.minus(index), allBut(index));
    }
    JsonObject child = child(path.head());
    if (child == null) {
      return this;
    }
    JsonObject less = child.without(path.tail());
    return less == child ? this : with(path, names.indexOf(path), less.toValue());
  }

  private JsonValue[] allBut(int index) {
    JsonValue[] rest = Arrays.copyOf(values, size() - 1);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
  }

  private JsonObject changed(int index, FieldNames newNames, JsonValue[] newValues) {
    return new JsonObject(newNames, newValues, repeated, start.upTo(index, values));
  }

  /**
   * Encodes the object as one line of JSON, without white space around its top-level names and
   * values.
   */
  public byte[] toBytes() {
    int length = start.length() + 1;
    for (int i = start.fields(); i < size(); i++) {
      length += (i > 0 ? 2 : 1) + names.at(i).length() + values[i].length();
    }
    byte[] line = new byte[length];
    System.arraycopy(start.text(), start.from(), line, 0, start.length());
    int at = start.length();
    for (int i = start.fields(); i < size(); i++) {
      if (i > 0) {
        line[at++] = ',';
      }
      at = names.at(i).copyTo(line, at);
      line[at++] = ':';
      at = values[i].copyToLine(line, at);
    }
    line[at] = '}';
    return line;
  }

  /** The object as one value. */
  public JsonValue toValue() {
    byte[] bytes = toBytes();
    return new JsonValue(bytes, 0, bytes.length);
  }

  /** Converts the object to a Jackson tree; null in the same case as {@link JsonValue#toTree}. */
  public @Nullable JsonNode toTree() {
    return toValue().toTree();
  }

  @Override
  public String toString() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }
}
