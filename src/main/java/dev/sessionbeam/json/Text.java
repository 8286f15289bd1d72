package dev.sessionbeam.json;

/**
 * Finds and trims white space: all that Unicode defines, no-break spaces and control separators
 * included.
 */
public final class Text {
  private static final char NEXT_LINE = '\u0085';

  private Text() {}

  /** Whether the text is empty or white space only. */
  public static boolean isBlank(String text) {
    // No white space is beyond the first 65,536 characters, so a half of a pair is none either.
    for (int i = 0; i < text.length(); i++) {
      if (!isSpace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The text without white space at its ends. */
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Whether the text has no half of a surrogate pair, so that UTF-8 can encode it. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
  }
}
