package dev.sessionbeam.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as its fields in order, each value still the text it was written in. Immutable: a
 * change gives a new object, and what was not touched keeps its bytes.
 *
 * <p>Only one level is taken apart; a nested object is one value until a path leads into it. Of a
 * repeated name the first place and the last value count, and {@link #repeated()} tells which names
 * those are.
 */
public final class JsonObject {
  private static final JsonObject EMPTY =
      new JsonObject(FieldNames.NONE, new JsonValue[0], Set.of(), Start.NONE);

  private final FieldNames names;
  private final JsonValue[] values;
  private final Set<String> repeated;
  private final Start start;

  /**
   * The first fields where they stand in a text just as this object's line needs them, from the
   * brace on, and how many they are. They are copied at one go.
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

  /** The fields that were found in a text. */
  static JsonObject of(
      Collection<JsonValue> names, Collection<JsonValue> values, Set<String> repeated) {
    return new JsonObject(
        FieldNames.of(names.toArray(JsonValue[]::new)),
        values.toArray(JsonValue[]::new),
        repeated,
        Start.NONE);
  }

  /**
   * The fields that a scan found in its text, which begins with the object's brace; null where a
   * name stands there twice.
   */
  static @Nullable JsonObject of(byte[] text, JsonScanner scanned) {
    int[] bounds = scanned.bounds();
    int fields = scanned.fields();
    FieldNames names = FieldNames.of(text, bounds, fields);
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
        asIs ? new Start(text, 0, values[fields - 1].end(), fields) : Start.NONE);
  }

  /**
   * The object that the bytes spell, with nothing but white space around it. The whole text is
   * checked, nested values included.
   *
   * @throws JsonSyntaxException where they spell none, and why
   */
  public static JsonObject parse(byte[] bytes) throws JsonSyntaxException {
    return JsonObjectParser.parse(bytes);
  }

  /** Names that stand more than once in this object (not in nested ones). */
  public Set<String> repeated() {
    return repeated;
  }

  /** Whether the object has a field of this name, be it null. */
  public boolean has(String name) {
    return names.indexOf(name) >= 0;
  }

  /** The value of this object's own field, or null where there is none. */
  public @Nullable JsonValue get(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : values[index];
  }

  /** The value at a path, or null where the path leads nowhere. */
  public @Nullable JsonValue get(FieldPath path) {
    if (path.isTopLevel()) {
      int index = names.indexOf(path);
      return index < 0 ? null : values[index];
    }
    JsonObject child = child(path.head());
    return child == null ? null : child.get(path.tail());
  }

  /** The object that a field holds, or null where it holds none. */
  public @Nullable JsonObject child(String name) {
    JsonValue value = get(name);
    return value == null || !value.isObject() ? null : parsed(value);
  }

  private static JsonObject parsed(JsonValue object) {
    try {
      return JsonObjectParser.fieldsOf(object.toBytes());
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("a part of a checked record is no JSON", e);
    }
  }

  /**
   * This object with the value at the path: in the place of the old one, or at the end. Objects
   * that are missing on the way are made; what is no object on the way is replaced by one.
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
      JsonValue[] more = Arrays.copyOf(values, values.length + 1);
      more[values.length] = value;
      return changed(values.length, names.plus(path), more);
    }
    JsonValue[] changed = values.clone();
    changed[index] = value;
    return changed(index, names, changed);
  }

  /** This object without the field at the path; the same object where there is none. */
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
    JsonValue[] rest = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
  }

  private JsonObject changed(int index, FieldNames newNames, JsonValue[] newValues) {
    return new JsonObject(newNames, newValues, repeated, start.upTo(index, values));
  }

  /** The object as one line of JSON, without white space around its own names and values. */
  public byte[] toBytes() {
    int length = start.length() + 1;
    for (int i = start.fields(); i < values.length; i++) {
      length += (i > 0 ? 2 : 1) + names.at(i).length() + values[i].length();
    }
    byte[] line = new byte[length];
    System.arraycopy(start.text(), start.from(), line, 0, start.length());
    int at = start.length();
    for (int i = start.fields(); i < values.length; i++) {
      if (i > 0) {
        line[at++] = ',';
      }
      at = names.at(i).copyTo(line, at);
      line[at++] = ':';
      at = values[i].copyTo(line, at);
    }
    line[at] = '}';
    // Within a JSON string a line break is always escaped, so one that stands bare is white space
    // between tokens.
    for (int i = start.length(); i < length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line;
  }

  private JsonValue toValue() {
    byte[] bytes = toBytes();
    return new JsonValue(bytes, 0, bytes.length);
  }

  /** The whole object as Jackson's plain maps, lists and values. */
  public @Nullable Object toJava() {
    return toValue().toJava();
  }

  /** The whole object as a Jackson tree; null as {@link JsonValue#toTree} is. */
  public @Nullable JsonNode toTree() {
    return toValue().toTree();
  }

  @Override
  public String toString() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }
}
