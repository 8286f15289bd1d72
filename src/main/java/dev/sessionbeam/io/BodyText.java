package dev.sessionbeam.io;

/** The bytes of a body, and where its values and lines end. */
final class BodyText {
  private final byte[] body;
  private final int length;
  private final ValueEnd value = new ValueEnd();

  /**
   * Creates a text.
   *
   * @param length how many bytes of the array are the body
   */
  BodyText(byte[] body, int length) {
    this.body = body;
    this.length = length;
  }

  int length() {
    return length;
  }

  byte at(int position) {
    return body[position];
  }

  /** Where the text begins: after a byte order mark. */
  int start() {
    boolean hasMark =
        length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
    return hasMark ? 3 : 0;
  }

  /** The position of the next byte that is not white space; the length if there is none. */
  int afterBlanks(int from) {
    int at = from;
    while (at < length && isBlank(body[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /** The position after the value; -1 if it is broken or never ends. */
  int endOfValue(int from) {
    value.restart();
    for (int i = from; i < length; i++) {
      switch (value.step(body[i])) {
        case INSIDE -> {}
        case LAST -> {
          return i + 1;
        }
        case PAST -> {
          return i;
        }
        case BROKEN -> {
          return -1;
        }
      }
    }
    return -1;
  }

  /** The position after the brace that closes the object by count, on the same line; else -1. */
  int endOnThisLine(int from) {
    int depth = 0;
    boolean inString = false;
    for (int i = from; i < length && body[i] != '\n'; i++) {
      byte b = body[i];
      if (inString) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          inString = false;
        }
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  /** The position of the next line break; the length if there is none. */
  int endOfLine(int from) {
    int end = from;
    while (end < length && body[end] != '\n') {
      end++;
    }
    return end;
  }
}
