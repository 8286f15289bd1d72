package dev.sessionbeam.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the text it was written in, so that {@code 1.0}, {@code 12345678901234567890}
 * and {@code "\u00e9"} go out as they came in. Its bytes are well-formed JSON and belong to the
 * record; nobody writes to them.
 */
public final class JsonValue {
  // Arithmetic on a number takes time that grows faster than its length; nobody's number is this
  // long.
  private static final int LONGEST_NUMBER = 1000;

  private final byte[] buffer;
  private final int offset;
  private final int length;

  JsonValue(byte[] buffer, int offset, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
  }

  /** The value of a well-formed JSON text. */
  public static JsonValue ofText(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new JsonValue(bytes, 0, bytes.length);
  }

  /** The JSON of a plain Java value: a string, number, boolean, null, or a map or list of such. */
  public static JsonValue of(@Nullable Object value) {
    try {
      byte[] bytes = Json.MAPPER.writeValueAsBytes(value);
      return new JsonValue(bytes, 0, bytes.length);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value: " + value, e);
    }
  }

  /** Whether the value is a string, told by its first character. */
  public boolean isString() {
    return first() == '"';
  }

  public boolean isNull() {
    return first() == 'n';
  }

  public boolean isNumber() {
    byte c = first();
    return c == '-' || (c >= '0' && c <= '9');
  }

  boolean isObject() {
    return first() == '{';
  }

  /** Whether the value is a number written without a fraction and without an exponent. */
  public boolean isInteger() {
    if (!isNumber()) {
      return false;
    }
    for (int i = offset; i < offset + length; i++) {
      byte c = buffer[i];
      if (c == '.' || c == 'e' || c == 'E') {
        return false;
      }
    }
    return true;
  }

  /** The decoded string, or null where the value is no string. */
  public @Nullable String asString() {
    if (!isString()) {
      return null;
    }
    for (int i = offset + 1; i < offset + length - 1; i++) {
      if (buffer[i] == '\\') {
        return (String) toJava();
      }
    }
    return new String(buffer, offset + 1, length - 2, StandardCharsets.UTF_8);
  }

  /** The exact number, or null where the value is none or would have over a thousand digits. */
  public @Nullable BigDecimal asDecimal() {
    if (!isNumber() || length > LONGEST_NUMBER) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text());
      long digits = number.precision() + Math.abs((long) number.scale());
      return digits > LONGEST_NUMBER ? null : number;
    } catch (NumberFormatException e) {
      return null; // The exponent is beyond 32 bits.
    }
  }

  /**
   * The value as Jackson reads it: String, Integer, Long, BigInteger, Double, Boolean, null, Map or
   * List.
   */
  public @Nullable Object toJava() {
    try {
      return Json.MAPPER.readValue(buffer, offset, length, Object.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The value as a Jackson tree, numbers with every digit; null where one of them has an exponent
   * that no number in Java reaches, as in {@code 1e99999999999}.
   */
  public @Nullable JsonNode toTree() {
    try {
      return Json.EXACT_TREES.readTree(buffer, offset, length);
    } catch (NumberFormatException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes the text has. */
  public int length() {
    return length;
  }

  /** The text as it was written. */
  public String text() {
    return new String(buffer, offset, length, StandardCharsets.UTF_8);
  }

  /** A copy of the text, as UTF-8. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(buffer, offset, offset + length);
  }

  void writeTo(ByteArrayOutputStream out) {
    out.write(buffer, offset, length);
  }

  private byte first() {
    return buffer[offset];
  }

  @Override
  public String toString() {
    return text();
  }
}
