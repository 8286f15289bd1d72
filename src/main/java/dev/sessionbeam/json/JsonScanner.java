package dev.sessionbeam.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of a common record in one pass over its bytes. It accepts nothing that {@link
 * JsonObjectParser} would reject. If it gives up, {@link JsonObjectParser} decides, and reports the
 * reason.
 *
 * <p>It gives up on bytes that are not a JSON object, on names with escapes, on more than {@value
 * #MOST_FIELDS} fields, and on more than {@value #DEEPEST} nested levels. It leaves two checks to
 * its caller: whether bytes outside ASCII are UTF-8 ({@link #isAscii} returns whether there are
 * none), and whether a name occurs twice.
 */
final class JsonScanner {
  private static final int MOST_FIELDS = 64;
  private static final int DEEPEST = 64;

  /** For so many fields there is always room. */
  private static final int FEWEST_FIELDS = 8;

  /** The number of bounds of a field: begin and end of its name, begin and end of its value. */
  static final int BOUNDS = 4;

  private final byte[] text;
  private final int start;
  private final int end;
  private int at;
  private boolean ascii = true;
  private boolean escaped;
  private boolean compact = true;

  /** The names of the last object of this kind, as long as this one has the same names. */
  private @Nullable FieldNames expected;

  private int[] bounds;
  private int fields;

  private JsonScanner(byte[] text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.at = start;
    FieldNames names = FieldNames.latest(text, start + 1);
    this.expected = names;
    this.bounds = new int[Math.max(FEWEST_FIELDS, names == null ? 0 : names.count()) * BOUNDS];
  }

  /** Returns a scanner for the bytes. Its results are valid if {@link #scan} returns true. */
  static JsonScanner of(byte[] text) {
    return of(text, 0, text.length);
  }

  /** The same for a part of the bytes. The results are positions in the whole array. */
  static JsonScanner of(byte[] text, int start, int end) {
    return new JsonScanner(text, start, end);
  }

  /** Scans the bytes. Returns whether they are an object that this scanner supports. */
  boolean scan() {
    try {
      return object() && at == end;
    } catch (ArrayIndexOutOfBoundsException e) {
      return false; // The text ends early.
    }
  }

  /**
   * The bounds of the fields, {@link #BOUNDS} for each field. The array may be longer; the rest has
   * no meaning.
   */
  int[] bounds() {
    return bounds;
  }

  int fields() {
    return fields;
  }

  /** Where the scan began. */
  int start() {
    return start;
  }

  /** The names of the fields; null if a name occurs twice. */
  @Nullable FieldNames names() {
    FieldNames same = expected;
    return same != null && same.count() == fields ? same : FieldNames.of(text, bounds, fields);
  }

  boolean isAscii() {
    return ascii;
  }

  /** Whether the text has no white space outside the values of its fields, and no line breaks. */
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
      if (!expectedName() && (text[at] != '"' || !string() || escaped)) {
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

  /** Scans the next name if it is the one that the last record has there. */
  private boolean expectedName() {
    FieldNames names = expected;
    if (names == null) {
      return false;
    }
    JsonValue name = fields < names.count() ? names.at(fields) : null;
    if (name == null || !name.isAt(text, at)) {
      expected = null;
      return false;
    }
    at += name.length();
    return true;
  }

  /** Adds a field. Returns false if there are too many fields. */
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

  /** Scans an object or an array inside a value. */
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
      i = ByteSearch.endOfPlain(text, i);
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
      } else if (b >= 0) {
        return false; // A control character.
      } else {
        ascii = false;
        while (text[i] < 0) {
          i++;
        }
      }
    }
  }

  /**
   * The position after the escape whose backslash is just before {@code i}; -1 if the escape is not
   * valid.
   */
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
    while (at < end && isBlank(text[at])) {
      compact = false;
      at++;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
