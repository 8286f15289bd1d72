package dev.sessionbeam.event;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.event.JsonSyntaxException.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
  private static final Pattern HINT =
      Pattern.compile("( \\(start marker|: was expecting|: enable `|: only regular white space).*");

  private static final byte BYTE_ORDER_MARK = (byte) 0xEF;

  private final Map<String, Field> fields;
  private final Set<String> repeated;

  private record Field(JsonValue name, JsonValue value) {}

  private JsonObject(Map<String, Field> fields, Set<String> repeated) {
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
    requireUtf8(bytes);
    requireBrace(bytes);
    return fieldsOf(bytes);
  }

  private static void requireUtf8(byte[] bytes) throws JsonSyntaxException {
    boolean ascii = true;
    for (byte b : bytes) {
      if (b == 0) {
        // Never part of JSON; Jackson would take it for UTF-16.
        throw new JsonSyntaxException(Fault.NOT_JSON, "a NUL byte");
      }
      ascii &= b > 0;
    }
    if (ascii) {
      return;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new JsonSyntaxException(Fault.NOT_UTF8, "the bytes are no UTF-8");
    }
  }

  // Jackson would skip a byte order mark and guess UTF-16 and UTF-32; a record is UTF-8 and begins
  // with its brace.
  private static void requireBrace(byte[] bytes) throws JsonSyntaxException {
    int i = 0;
    while (i < bytes.length && isWhitespace(bytes[i])) {
      i++;
    }
    if (i == bytes.length || bytes[i] != '{') {
      boolean value = i < bytes.length && isOneValue(bytes);
      throw value
          ? new JsonSyntaxException(Fault.NOT_AN_OBJECT, "a JSON value, but no object")
          : new JsonSyntaxException(Fault.NOT_JSON, "no JSON");
    }
  }

  private static boolean isOneValue(byte[] bytes) {
    if (bytes[0] == BYTE_ORDER_MARK) {
      return false;
    }
    try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
      parser.nextToken();
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isWhitespace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  private static JsonObject fieldsOf(byte[] bytes) throws JsonSyntaxException {
    Map<String, Field> fields = new LinkedHashMap<>();
    Set<String> repeated = Set.of();
    try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        JsonValue rawName = spanOf(parser, bytes);
        String name = parser.currentName();
        parser.nextToken();
        Field field = new Field(rawName, spanOf(parser, bytes));
        Field first = fields.putIfAbsent(name, field);
        if (first != null) {
          fields.put(name, new Field(first.name(), field.value()));
          repeated = repeated.isEmpty() ? new LinkedHashSet<>() : repeated;
          repeated.add(name);
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new JsonSyntaxException(Fault.NOT_JSON, "more text behind the object");
      }
      return new JsonObject(fields, repeated);
    } catch (StreamConstraintsException e) {
      throw new JsonSyntaxException(
          Fault.TOO_DEEP, "nested more than " + Json.MAX_DEPTH + " levels deep");
    } catch (JsonProcessingException e) {
      throw new JsonSyntaxException(Fault.NOT_JSON, describe(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Jackson's message without its hints for programmers, and where it is. */
  private static String describe(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String message = HINT.matcher(e.getOriginalMessage()).replaceFirst("");
    return message + (at == null ? "" : " (byte " + at.getByteOffset() + ")");
  }

  /** The text of the token that the parser stands on, which it finishes and checks. */
  private static JsonValue spanOf(JsonParser parser, byte[] bytes) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    int end;
    if (parser.currentToken() == JsonToken.FIELD_NAME) {
      end = endOfString(bytes, start);
    } else {
      parser.skipChildren();
      parser.finishToken();
      end = (int) parser.currentLocation().getByteOffset();
    }
    return new JsonValue(bytes, start, end - start);
  }

  private static int endOfString(byte[] bytes, int quote) {
    int i = quote + 1;
    while (bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return i + 1;
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
      return fieldsOf(bytes);
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

  /** The whole object as a Jackson tree, numbers with every digit. */
  public JsonNode toTree() {
    return toValue().toTree();
  }

  @Override
  public String toString() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }
}
