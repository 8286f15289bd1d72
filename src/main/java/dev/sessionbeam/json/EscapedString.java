package dev.sessionbeam.json;

import java.nio.charset.StandardCharsets;

/** Decodes the escapes of a JSON string that was checked. */
final class EscapedString {
  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  private EscapedString() {}

  /**
   * Decodes a string. Half of a surrogate pair that is escaped stays what it is.
   *
   * @param text has the string in UTF-8
   * @param from after the opening quote
   * @param to at the closing quote
   */
  static String decode(byte[] text, int from, int to) {
    StringBuilder decoded = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      int plainEnd = ByteSearch.indexOf(text, '\\', i, to);
      decoded.append(new String(text, i, plainEnd - i, StandardCharsets.UTF_8));
      i = plainEnd;
      if (i < to) {
        boolean byNumber = text[i + 1] == 'u';
        decoded.append(byNumber ? byNumber(text, i + 2) : byLetter(text[i + 1]));
        i += byNumber ? 2 + HEX_DIGITS : 2;
      }
    }
    return decoded.toString();
  }

  private static char byNumber(byte[] text, int at) {
    int c = 0;
    for (int i = at; i < at + HEX_DIGITS; i++) {
      c = HEX * c + Character.digit(text[i], HEX);
    }
    return (char) c;
  }

  private static char byLetter(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) letter; // A quote, a slash or a backslash.
    };
  }
}
