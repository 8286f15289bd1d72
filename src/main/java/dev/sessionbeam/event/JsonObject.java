package dev.sessionbeam.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final Map<String, Field> fields;
  private final Set<String> repeated;

  /** A field as it was written, name and value. */
  record Field(JsonValue name, JsonValue value) {}

  JsonObject(Map<String, Field> fields, Set<String> repeated) {
    this.fields = fields;
    this.repeated = repeated;
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
    return fields.containsKey(name);
  }

  /** The value of this object's own field, or null where there is none. */
  public @Nullable JsonValue get(String name) {
    Field field = fields.get(name);
    return field == null ? null : field.value();
  }

  /** The value at a path, or null where the path leads nowhere. */
  public @Nullable JsonValue get(FieldPath path) {
    if (path.isTopLevel()) {
      return get(path.head());
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
    byte[] bytes = object.toBytes();
    try {
      return JsonObjectParser.fieldsOf(bytes);
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
      Map<String, Field> changed = new LinkedHashMap<>(fields);
      Field old = fields.get(path.head());
      JsonValue name = old == null ? JsonValue.of(path.head()) : old.name();
      changed.put(path.head(), new Field(name, value));
      return new JsonObject(changed, repeated);
    }
    JsonObject child = child(path.head());
    JsonObject inner = child == null ? new JsonObject(Map.of(), Set.of()) : child;
    return with(FieldPath.of(path.head()), inner.with(path.tail(), value).toValue());
  }

  /** This object without the field at the path; the same object where there is none. */
  public JsonObject without(FieldPath path) {
    if (get(path) == null) {
      return this;
    }
    if (path.isTopLevel()) {
      Map<String, Field> changed = new LinkedHashMap<>(fields);
      changed.remove(path.head());
      return new JsonObject(changed, repeated);
    }
    JsonObject child = child(path.head());
    return child == null
        ? this
        : with(FieldPath.of(path.head()), child.without(path.tail()).toValue());
  }

  /** The object as one line of JSON, without white space around its own names and values. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    char before = '{';
    for (Field field : fields.values()) {
      out.write(before);
      field.name().writeTo(out);
      out.write(':');
      field.value().writeTo(out);
      before = ',';
    }
    if (fields.isEmpty()) {
      out.write('{');
    }
    out.write('}');
    byte[] line = out.toByteArray();
    // Within a JSON string a line break is always escaped, so one that stands bare is white space
    // between tokens.
    for (int i = 0; i < line.length; i++) {
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
