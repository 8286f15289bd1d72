package dev.sessionbeam.deliver.connect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes texts of JSON acceptable to SQS and SNS, which take only the characters of XML 1.0. */
final class XmlText {
  private XmlText() {}

  /**
   * Returns a JSON text with the same value: a character that XML 1.0 does not have is written as
   * an escape. In JSON, such a character can only be in a string. Returns null if the bytes are not
   * UTF-8.
   */
  static @Nullable String of(byte[] json) {
    try {
      return of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Returns a text whose other characters are written as escapes of JSON. */
  static String of(String text) {
    if (text.codePoints().allMatch(XmlText::isCharacter)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isCharacter(c)) {
                escaped.appendCodePoint(c);
              } else {
                // All of them are in the basic plane, so one escape is enough.
                escaped.append(String.format(Locale.ROOT, "\\u%04X", c));
              }
            });
    return escaped.toString();
  }

  private static boolean isCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
  }
}
