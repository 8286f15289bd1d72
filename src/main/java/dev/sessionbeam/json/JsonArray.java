package dev.sessionbeam.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Returns the elements of a JSON array, each as the text that it was written in. */
public final class JsonArray {
  private JsonArray() {}

  /**
   * Parses a JSON value of any type. Only white space may be around it. The whole text is checked,
   * nested values included.
   *
   * @throws JsonSyntaxException if the bytes are not one JSON value; it has the reason
   */
  public static JsonValue parseValue(byte[] bytes) throws JsonSyntaxException {
    JsonObjectParser.requireValue(bytes);
    int start = skipBlanks(bytes, 0, bytes.length);
    int end = bytes.length;
    while (JsonObjectParser.isWhitespace(bytes[end - 1])) {
      end--;
    }
    return new JsonValue(bytes, start, end - start);
  }

  /** Whether the first byte that is not white space opens an array. */
  public static boolean begins(byte[] bytes) {
    int first = skipBlanks(bytes, 0, bytes.length);
    return first < bytes.length && bytes[first] == '[';
  }

  /** Whether the bytes are a JSON array, with only white space around it. */
  public static boolean is(byte[] bytes) {
    if (!begins(bytes)) {
      return false;
    }
    try {
      JsonObjectParser.requireValue(bytes);
      return true;
    } catch (JsonSyntaxException e) {
      return false;
    }
  }

  /**
   * Returns the elements of an array in order; null if there are too many.
   *
   * @param array a value for which {@link JsonValue#isArray} is true
   * @param most the largest number of elements
   */
  public static @Nullable List<JsonValue> elements(JsonValue array, int most) {
    byte[] text = array.buffer();
    int end = array.end() - 1;
    List<JsonValue> elements = new ArrayList<>();
    int at = skipBlanks(text, array.offset() + 1, end);
    while (at < end) {
      if (elements.size() == most) {
        return null;
      }
      int start = at;
      at = endOfValue(text, start, end);
      elements.add(new JsonValue(text, start, at - start));
      at = skipBlanks(text, at, end);
      if (at < end) {
        at = skipBlanks(text, at + 1, end); // After the comma.
      }
    }
    return elements;
  }

  /** The text is well-formed, so the end of a value can be found without its grammar. */
  private static int endOfValue(byte[] text, int start, int end) {
    int depth = 0;
    for (int i = start; i < end; i++) {
      byte b = text[i];
      if (b == '"') {
        i = endOfString(text, i);
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      } else if (depth == 0 && (b == ',' || JsonObjectParser.isWhitespace(b))) {
        return i;
      } else {
        continue;
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    return end;
  }

  /** The position of the closing quote. */
  private static int endOfString(byte[] text, int quote) {
    int i = quote + 1;
    while (text[i] != '"') {
      i += text[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  private static int skipBlanks(byte[] text, int from, int end) {
    int i = from;
    while (i < end && JsonObjectParser.isWhitespace(text[i])) {
      i++;
    }
    return i;
  }
}
