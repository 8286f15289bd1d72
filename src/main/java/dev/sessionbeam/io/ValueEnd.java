package dev.sessionbeam.io;

import java.util.BitSet;

/**
 * Finds the end of a JSON value, byte by byte. It follows strings, brackets, names, colons and
 * commas, so that it notices at once if an object or an array is not closed before the next one
 * begins. It does not check words, numbers and the escapes in strings.
 */
final class ValueEnd {
  /** What a byte did. */
  enum Step {
    /** The value goes on. */
    INSIDE,
    /** The byte was the last one of the value. */
    LAST,
    /** The value ended before the byte. Only words and numbers end so. */
    PAST,
    /** The byte cannot be here. */
    BROKEN
  }

  /** What may come next. */
  private enum Expected {
    VALUE,
    FIRST_VALUE,
    NAME,
    FIRST_NAME,
    COLON,
    COMMA
  }

  /** A record with more levels is rejected. So this is no limit for valid records. */
  private static final int MOST_LEVELS = 1000;

  private final BitSet isObject = new BitSet();
  private int depth;
  private Expected expected = Expected.VALUE;
  private boolean inString;
  private boolean isName;
  private boolean escaped;
  private boolean inWord;

  /** Begins a new value. */
  void restart() {
    depth = 0;
    expected = Expected.VALUE;
    inString = false;
    escaped = false;
    inWord = false;
  }

  /** Takes the next byte of the value. The first byte must not be white space. */
  Step step(byte b) {
    if (inString) {
      return inString(b);
    }
    if (inWord) {
      if (isOfWord(b)) {
        return Step.INSIDE;
      }
      inWord = false;
      if (depth == 0) {
        return Step.PAST;
      }
    }
    if (b == ' ' || b == '\t' || b == '\n' || b == '\r') {
      return Step.INSIDE;
    }
    return switch (expected) {
      case FIRST_VALUE -> b == ']' ? close(false) : value(b);
      case VALUE -> value(b);
      case FIRST_NAME -> b == '}' ? close(true) : name(b);
      case NAME -> name(b);
      case COLON -> b == ':' ? expect(Expected.VALUE) : Step.BROKEN;
      case COMMA -> afterValue(b);
    };
  }

  private Step inString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      if (depth == 0) {
        return Step.LAST;
      }
      return expect(isName ? Expected.COLON : Expected.COMMA);
    }
    return b >= 0 && b < ' ' ? Step.BROKEN : Step.INSIDE;
  }

  private Step value(byte b) {
    if (b == '{' || b == '[') {
      if (depth == MOST_LEVELS) {
        return Step.BROKEN;
      }
      isObject.set(depth, b == '{');
      depth++;
      return expect(b == '{' ? Expected.FIRST_NAME : Expected.FIRST_VALUE);
    }
    if (b == '"') {
      inString = true;
      isName = false;
      return Step.INSIDE;
    }
    if (isOfWord(b)) {
      inWord = true;
      return expect(Expected.COMMA);
    }
    return Step.BROKEN;
  }

  private Step name(byte b) {
    if (b != '"') {
      return Step.BROKEN;
    }
    inString = true;
    isName = true;
    return Step.INSIDE;
  }

  private Step afterValue(byte b) {
    boolean object = isObject.get(depth - 1);
    if (b == ',') {
      return expect(object ? Expected.NAME : Expected.VALUE);
    }
    return b == '}' || b == ']' ? close(b == '}') : Step.BROKEN;
  }

  private Step close(boolean object) {
    if (isObject.get(depth - 1) != object) {
      return Step.BROKEN;
    }
    depth--;
    expected = Expected.COMMA;
    return depth == 0 ? Step.LAST : Step.INSIDE;
  }

  private Step expect(Expected next) {
    expected = next;
    return Step.INSIDE;
  }

  private static boolean isOfWord(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '-'
        || b == '+'
        || b == '.';
  }
}
