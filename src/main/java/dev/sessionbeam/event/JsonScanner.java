package dev.sessionbeam.event;

import java.util.Arrays;

/**
 * Finds the fields of a record of the common kind in one pass over its bytes. It takes nothing that
 * {@link JsonObjectParser} would refuse; where it gives up, that one decides, and says why.
 *
 * <p>Given up on: what is no JSON object, names with escapes, more than {@value #MOST_FIELDS}
 * fields, and nesting beyond {@value #DEEPEST} levels. Whether the bytes beyond ASCII are UTF-8 is
 * not looked at here; {@link #isAscii} tells whether there are any. Nor is it seen here whether a
 * name stands twice.
 */
final class JsonScanner {
  private static final int MOST_FIELDS = 64;
  private static final int DEEPEST = 64;

  /** How many bounds a field has: its name's begin and end, its value's begin and end. */
  static final int BOUNDS = 4;

  private final byte[] text;
  private int at;
  private boolean ascii = true;
  private boolean escaped;
  private boolean compact = true;

  private int[] bounds = new int[16 * BOUNDS];
  private int fields;

  private JsonScanner(byte[] text) {
    this.text = text;
  }

  /** A scan of the bytes. It worked where {@link #scan} says so. */
  static JsonScanner of(byte[] text) {
    return new JsonScanner(text);
  }

  /** Whether the bytes spell an object of the common kind. */
  boolean scan() {
    try {
      return object() && at == text.length;
    } catch (ArrayIndexOutOfBoundsException e) {
      return false; // The text ends early.
    }
  }

  /** The bounds of the fields, {@link #BOUNDS} each, and whatever behind those. */
  int[] bounds() {
    return bounds;
  }

  int fields() {
    return fields;
  }

  boolean isAscii() {
    return ascii;
  }

  /** Whether the text is free of white space outside of the fields' values, and of line breaks. */
  boolean isCompact() {
    return compact;
  }

  private boolean object() {
    skipBlanks();
    if (text[at] != '{') {
      return false;
    }
    at++;
    skipBlanks();
    if (text[at] == '}') {
      at++;
      skipTrailingBlanks();
      return true;
    }
    while (true) {
      int nameStart = at;
      if (text[at] != '"' || !string() || escaped) {
        return false;
      }
      int nameEnd = at;
      skipBlanks();
      if (text[at] != ':') {
        return false;
      }
      at++;
      skipBlanks();
      int valueStart = at;
      if (!value(0) || !add(nameStart, nameEnd, valueStart, at)) {
        return false;
      }
      skipBlanks();
      byte next = text[at++];
      if (next == '}') {
        skipTrailingBlanks();
        return true;
      }
      if (next != ',') {
        return false;
      }
      skipBlanks();
    }
  }

  /** False: there are too many fields. */
  private boolean add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    if (fields == MOST_FIELDS) {
      return false;
    }
    int next = fields * BOUNDS;
    if (next == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * next);
    }
    bounds[next] = nameStart;
    bounds[next + 1] = nameEnd;
    bounds[next + 2] = valueStart;
    bounds[next + 3] = valueEnd;
    fields++;
    return true;
  }

  private boolean value(int depth) {
    byte first = text[at];
    return switch (first) {
      case '"' -> string();
      case '{' -> depth < DEEPEST && nested('}', depth + 1);
      case '[' -> depth < DEEPEST && nested(']', depth + 1);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  /** An object or an array within a value. */
  private boolean nested(char close, int depth) {
    at++;
    skipInnerBlanks();
    if (text[at] == close) {
      at++;
      return true;
    }
    while (true) {
      if (close == '}') {
        if (text[at] != '"' || !string()) {
          return false;
        }
        skipInnerBlanks();
        if (text[at++] != ':') {
          return false;
        }
        skipInnerBlanks();
      }
      if (!value(depth)) {
        return false;
      }
      skipInnerBlanks();
      byte next = text[at++];
      if (next == close) {
        return true;
      }
      if (next != ',') {
        return false;
      }
      skipInnerBlanks();
    }
  }

  private boolean string() {
    escaped = false;
    int i = at + 1;
    while (true) {
      byte b = text[i++];
      if (b == '"') {
        at = i;
        return true;
      }
      if (b == '\\') {
        escaped = true;
        i = escape(i);
        if (i < 0) {
          return false;
        }
      } else if (b < ' ') {
        if (b >= 0) {
          return false; // A control character.
        }
        ascii = false;
      }
    }
  }

  /** The place behind the escape whose backslash stands ahead of {@code i}; -1: it is none. */
  private int escape(int i) {
    switch (text[i]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return i + 1;
      }
      case 'u' -> {
        for (int digit = i + 1; digit <= i + 4; digit++) {
          if (Character.digit(text[digit], 16) < 0) {
            return -1;
          }
        }
        return i + 5;
      }
      default -> {
        return -1;
      }
    }
  }

  private boolean number() {
    if (text[at] == '-') {
      at++;
    }
    if (text[at] == '0') {
      at++;
    } else if (!digits()) {
      return false;
    }
    if (text[at] == '.') {
      at++;
      if (!digits()) {
        return false;
      }
    }
    if (text[at] == 'e' || text[at] == 'E') {
      at++;
      if (text[at] == '+' || text[at] == '-') {
        at++;
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int from = at;
    while (text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at > from;
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (text[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  private void skipBlanks() {
    while (isBlank(text[at])) {
      compact = false;
      at++;
    }
  }

  private void skipInnerBlanks() {
    while (isBlank(text[at])) {
      compact &= text[at] != '\n' && text[at] != '\r';
      at++;
    }
  }

  private void skipTrailingBlanks() {
    while (at < text.length && isBlank(text[at])) {
      compact = false;
      at++;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
