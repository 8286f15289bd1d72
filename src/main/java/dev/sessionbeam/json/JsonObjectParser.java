package dev.sessionbeam.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.common.base.Utf8;
import dev.sessionbeam.json.JsonSyntaxException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses bytes into a {@link JsonObject}. A {@link JsonScanner} parses most records. For all
 * others, Jackson checks the grammar and reports the position of each token, or what is wrong.
 */
final class JsonObjectParser {
  private static final Pattern HINT =
      Pattern.compile("( \\(start marker|: was expecting|: enable `|: only regular white space).*");

  private static final byte BYTE_ORDER_MARK = (byte) 0xEF;

  private JsonObjectParser() {}

  static JsonObject parse(byte[] bytes) throws JsonSyntaxException {
    JsonScanner scanner = JsonScanner.of(bytes);
    if (scanner.scan()) {
      if (!scanner.isAscii()) {
        requireUtf8(bytes);
      }
      JsonObject scanned = JsonObject.of(bytes, scanner);
      return scanned == null ? byJackson(bytes) : scanned;
    }
    requireUtf8(bytes);
    requireBrace(bytes);
    return byJackson(bytes);
  }

  static JsonObject parse(byte[] text, int start, int end) throws JsonSyntaxException {
    JsonScanner scanner = JsonScanner.of(text, start, end);
    JsonObject scanned = scanner.scan() && scanner.isAscii() ? JsonObject.of(text, scanner) : null;
    return scanned == null ? parse(Arrays.copyOfRange(text, start, end)) : scanned;
  }

  /** Checks that the bytes are one JSON value of any type, in UTF-8. */
  static void requireValue(byte[] bytes) throws JsonSyntaxException {
    requireUtf8(bytes);
    if (bytes.length == 0 || bytes[0] == BYTE_ORDER_MARK) {
      throw new JsonSyntaxException(Fault.NOT_JSON, "the bytes are not JSON");
    }
    try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw new JsonSyntaxException(Fault.NOT_JSON, "the bytes are not JSON");
      }
      parser.skipChildren();
      parser.finishToken();
      if (parser.nextToken() != null) {
        throw new JsonSyntaxException(Fault.NOT_JSON, "there is more text after the value");
      }
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private static JsonSyntaxException fault(IOException e) {
    if (e instanceof StreamConstraintsException) {
      return new JsonSyntaxException(
          Fault.TOO_DEEP, "nested more than " + Json.MAX_DEPTH + " levels deep");
    }
    if (e instanceof JsonProcessingException syntax) {
      return new JsonSyntaxException(Fault.NOT_JSON, describe(syntax));
    }
    throw new UncheckedIOException(e);
  }

  private static void requireUtf8(byte[] bytes) throws JsonSyntaxException {
    for (byte b : bytes) {
      if (b == 0) {
        // JSON never contains a NUL byte, and Jackson would take the text for UTF-16.
        throw new JsonSyntaxException(Fault.NOT_JSON, "the bytes contain a NUL byte");
      }
    }
    if (!Utf8.isWellFormed(bytes)) {
      throw new JsonSyntaxException(Fault.NOT_UTF8, "the bytes are not UTF-8");
    }
  }

  // Jackson would skip a byte order mark, and would detect UTF-16 and UTF-32. But a record is UTF-8
  // and begins with its brace.
  private static void requireBrace(byte[] bytes) throws JsonSyntaxException {
    int i = 0;
    while (i < bytes.length && isWhitespace(bytes[i])) {
      i++;
    }
    if (i == bytes.length || bytes[i] != '{') {
      boolean value = i < bytes.length && isOneValue(bytes);
      throw value
          ? new JsonSyntaxException(Fault.NOT_AN_OBJECT, "the bytes are JSON, but not an object")
          : new JsonSyntaxException(Fault.NOT_JSON, "the bytes are not JSON");
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

  static boolean isWhitespace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  /** Parses a value of a checked record that is an object. */
  static JsonObject fieldsOf(JsonValue object) throws JsonSyntaxException {
    byte[] text = object.buffer();
    JsonScanner scanner = JsonScanner.of(text, object.offset(), object.end());
    JsonObject scanned = scanner.scan() ? JsonObject.of(text, scanner) : null;
    return scanned == null ? byJackson(object.toBytes()) : scanned;
  }

  /** Parses a text that is known to be UTF-8 and to begin with a brace, with Jackson only. */
  static JsonObject byJackson(byte[] bytes) throws JsonSyntaxException {
    Map<String, JsonValue> names = new LinkedHashMap<>();
    Map<String, JsonValue> values = new LinkedHashMap<>();
    Set<String> repeated = new LinkedHashSet<>();
    try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        JsonValue rawName = spanOf(parser, bytes);
        String name = parser.currentName();
        parser.nextToken();
        names.putIfAbsent(name, rawName);
        if (values.put(name, spanOf(parser, bytes)) != null) {
          repeated.add(name);
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new JsonSyntaxException(Fault.NOT_JSON, "there is more text after the object");
      }
      return JsonObject.of(names.values(), values.values(), repeated);
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /** Jackson's message without its hints for programmers, and the position of the error. */
  private static String describe(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String message = HINT.matcher(e.getOriginalMessage()).replaceFirst("");
    return message + (at == null ? "" : " (byte " + at.getByteOffset() + ")");
  }

  /**
   * The text of the parser's current token. The parser reads the token to its end and checks it.
   */
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
}
