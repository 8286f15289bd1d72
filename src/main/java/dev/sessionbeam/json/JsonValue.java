package dev.sessionbeam.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value, kept as the text that it was written in, so that {@code 1.0}, {@code
 * 12345678901234567890} and {@code "\u00e9"} come out as they came in. Its bytes are well-formed
 * JSON. They belong to the record and are never changed.
 */
public final class JsonValue {
  // Arithmetic on a number takes time that grows faster than the number's length. Numbers in
  // records are never this long in practice.
  private static final int LONGEST_NUMBER = 1000;

  /** Returned in place of a number that is not a small integer. */
  public static final long NOT_SMALL = Long.MIN_VALUE;

  private static final int MOST_SMALL_DIGITS = 18;

  private static final char FIRST_BEYOND_PLAIN = 0x7F;

  /** An odd number whose bits are spread. */
  private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

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
    return ofText(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The value of a well-formed JSON text in UTF-8. The bytes are not copied. */
  public static JsonValue ofText(byte[] json) {
    return new JsonValue(json, 0, json.length);
  }

  /**
   * The JSON of a plain Java value: a string, number, boolean, null, or a map or list of these.
   *
   * @throws IllegalArgumentException if JSON cannot express the value
   */
  public static JsonValue of(@Nullable Object value) {
    if (value instanceof String text && isPlain(text)) {
      return ofPlain(text);
    }
    if (value instanceof Long || value instanceof Integer) {
      return ofText(value.toString());
    }
    try {
      byte[] bytes = Json.MAPPER.writeValueAsBytes(value);
      return new JsonValue(bytes, 0, bytes.length);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value: " + value, e);
    }
  }

  /** The JSON string of a text that is known to be ASCII and to need no escapes. */
  public static JsonValue ofPlain(String text) {
    return ofText('"' + text + '"');
  }

  /** Whether JSON writes the text in ASCII and without escapes. */
  static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c >= FIRST_BEYOND_PLAIN) {
        return false;
      }
    }
    return true;
  }

  /** Whether the value is a string. Only its first character is checked. */
  public boolean isString() {
    return first() == '"';
  }

  /**
   * Whether the value is a string without escapes that has a visible character of ASCII. Most
   * strings are. It is not blank then, and it is well-formed text, because its bytes are UTF-8.
   */
  public boolean isPlainText() {
    return isString() && hasVisibleAscii() && !hasEscapes();
  }

  private boolean hasVisibleAscii() {
    int end = offset + length - 1;
    int i = offset + 1;
    while (i < end && buffer[i] <= ' ') {
      i++;
    }
    return i < end;
  }

  public boolean isNull() {
    return first() == 'n';
  }

  public boolean isNumber() {
    byte c = first();
    return c == '-' || (c >= '0' && c <= '9');
  }

  public boolean isObject() {
    return first() == '{';
  }

  public boolean isArray() {
    return first() == '[';
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

  /** Whether the text has a backslash, as a string with an escape has. */
  public boolean hasEscapes() {
    return ByteSearch.indexOf(buffer, '\\', offset, end()) < end();
  }

  /** The value as an object, or null if it is not one. */
  public @Nullable JsonObject asObject() {
    return isObject() ? JsonObject.parsed(this) : null;
  }

  /** The decoded string, or null if the value is not a string. */
  public @Nullable String asString() {
    if (!isString()) {
      return null;
    }
    return hasEscapes()
        ? EscapedString.decode(buffer, offset + 1, offset + length - 1)
        : unescaped();
  }

  /** The string, or null if it is not {@linkplain #isPlainText plain text}. */
  public @Nullable String asPlainText() {
    return isPlainText() ? unescaped() : null;
  }

  private String unescaped() {
    return new String(buffer, offset + 1, length - 2, StandardCharsets.UTF_8);
  }

  /**
   * The number, if it is an integer of at most 18 digits, as most integers are; otherwise {@link
   * #NOT_SMALL}.
   */
  public long asSmallInteger() {
    boolean negative = first() == '-';
    int from = negative ? offset + 1 : offset;
    if (end() - from > MOST_SMALL_DIGITS) {
      return NOT_SMALL;
    }
    long number = 0;
    for (int i = from; i < end(); i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9) {
        return NOT_SMALL;
      }
      number = 10 * number + digit;
    }
    return negative ? -number : number;
  }

  /** The exact number, or null if the value is not a number or would have more than 1000 digits. */
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
   * The value in Java: String, Boolean, Map or List. A map has the order of the fields; if a name
   * is repeated, its last value counts.
   *
   * @param numbers returns the value of a number, from its text as it was written
   * @param nothing the value of a JSON null
   */
  public Object toJava(Function<String, ?> numbers, Object nothing) {
    try {
      return JavaValue.of(buffer, offset, length, numbers, nothing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The value as a Jackson tree that keeps every digit of the numbers; null if a number has an
   * exponent that no number in Java can have, as in {@code 1e99999999999}.
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

  /** The length of the text, in bytes. */
  public int length() {
    return length;
  }

  /** The text as it was written. */
  public String text() {
    return new String(buffer, offset, length, StandardCharsets.UTF_8);
  }

  /** Whether the value is written with these bytes of UTF-8. */
  public boolean isWrittenAs(byte[] text) {
    return isWrittenAs(text, 0, text.length);
  }

  /** Appends the text to a stream. */
  public void appendTo(ByteArrayOutputStream out) {
    out.write(buffer, offset, length);
  }

  /**
   * The UTF-8 bytes between the quotes of a string without escapes, which are its characters.
   *
   * @throws IllegalStateException if the value is not a string
   */
  public byte[] unescapedUtf8() {
    if (!isString()) {
      throw new IllegalStateException("not a string: " + text());
    }
    return Arrays.copyOfRange(buffer, offset + 1, offset + length - 1);
  }

  /** Whether the other value is written with the same characters. */
  public boolean isWrittenAs(JsonValue other) {
    return length == other.length
        && ByteSearch.areEqual(buffer, offset, other.buffer, other.offset, length);
  }

  /**
   * A hash of the text's length and of its first and last bytes, up to eight each. It is equal for
   * values that are written with the same characters.
   */
  public int hashOfText() {
    if (length < Integer.BYTES) {
      int hash = length;
      for (int i = offset; i < offset + length; i++) {
        hash = 31 * hash + buffer[i];
      }
      return hash;
    }
    boolean isShort = length < Long.BYTES;
    long first =
        isShort ? ByteSearch.fourBytes(buffer, offset) : ByteSearch.eightBytes(buffer, offset);
    long last =
        isShort
            ? ByteSearch.fourBytes(buffer, end() - Integer.BYTES)
            : ByteSearch.eightBytes(buffer, end() - Long.BYTES);
    long mixed = (first * HASH_FACTOR ^ last) * HASH_FACTOR + length;
    return (int) (mixed ^ (mixed >>> 32));
  }

  /** A copy of the text, as UTF-8. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(buffer, offset, offset + length);
  }

  /** Copies the text to a position in an array, and returns the position after it. */
  int copyTo(byte[] target, int at) {
    System.arraycopy(buffer, offset, target, at, length);
    return at + length;
  }

  /**
   * Copies the text to a position in a line, and returns the position after it. A line break, which
   * is always white space between tokens, becomes a blank.
   */
  int copyToLine(byte[] line, int at) {
    int end = copyTo(line, at);
    // In a JSON string, a line break is always escaped.
    if (isObject() || isArray()) {
      for (int i = lineBreak(line, at, end); i < end; i = lineBreak(line, i + 1, end)) {
        line[i] = ' ';
      }
    }
    return end;
  }

  private static int lineBreak(byte[] line, int from, int to) {
    return ByteSearch.indexOfAny(line, '\n', '\n', '\r', from, to);
  }

  byte[] buffer() {
    return buffer;
  }

  /** The position in the buffer of the first byte of the text. */
  int offset() {
    return offset;
  }

  /** The position in the buffer after the end of the text. */
  int end() {
    return offset + length;
  }

  /** Whether the value is this string. */
  boolean spells(String string) {
    // Each character takes at least one byte.
    return length >= string.length() + 2 && string.equals(asString());
  }

  /** Whether the value is written with these bytes of a text. */
  boolean isWrittenAs(byte[] text, int from, int count) {
    return length == count && ByteSearch.areEqual(buffer, offset, text, from, count);
  }

  /** Whether a text has this value's text at a position. */
  boolean isAt(byte[] text, int from) {
    return from <= text.length - length && ByteSearch.areEqual(buffer, offset, text, from, length);
  }

  /** The same value with its own copy of the bytes. */
  JsonValue copy() {
    return new JsonValue(toBytes(), 0, length);
  }

  private byte first() {
    return buffer[offset];
  }

  @Override
  public String toString() {
    return text();
  }
}
