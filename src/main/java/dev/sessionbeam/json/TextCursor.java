package dev.sessionbeam.json;

/** A position in a text that moves over what it reads. Only ASCII digits are digits. */
final class TextCursor {
  /** What {@link #number} returns if the digits are not there. */
  static final int NONE = -1;

  /** The bit that distinguishes lower from upper case in ASCII. */
  private static final int CASE = 0x20;

  private final String text;
  private int at;

  TextCursor(String text) {
    this.text = text;
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  /** Moves over the character if it comes next, and returns whether it does. */
  boolean skip(char expected) {
    if (!isNext(expected)) {
      return false;
    }
    at++;
    return true;
  }

  /** Moves over the ASCII letters if they come next, in any case, and returns whether they do. */
  boolean skipLetters(String expected) {
    int end = at + expected.length();
    if (end > text.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if ((text.charAt(at + i) | CASE) != (expected.charAt(i) | CASE)) {
        return false;
      }
    }
    at = end;
    return true;
  }

  boolean isNext(char expected) {
    return at < text.length() && text.charAt(at) == expected;
  }

  boolean isDigitNext() {
    return at < text.length() && isDigit(text.charAt(at));
  }

  /** Returns how many digits come next. */
  int digits() {
    int end = at;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end - at;
  }

  /**
   * Moves over a number of exactly this many digits, at most 9, and returns it. Returns {@link
   * #NONE} if fewer digits come next.
   */
  int number(int digits) {
    if (text.length() - at < digits) {
      return NONE;
    }
    int number = 0;
    for (int end = at + digits; at < end; at++) {
      char c = text.charAt(at);
      if (!isDigit(c)) {
        return NONE;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
