package dev.sessionbeam.io.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/**
 * Tells whether the first JSON value of a text is a record on a line, an array of records, or an
 * object over several lines. In doubt it is a record on a line: a broken record must not hide the
 * whole ones after it.
 */
final class JsonStart {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW, false)
          .build();

  /** An error so near to the end of the bytes may be a token that is cut. */
  private static final int LONGEST_CUT_TOKEN = 8;

  private static final int NONE = -1;

  private final byte[] text;
  private final boolean whole;
  private final int start;
  private final int firstBreak;

  /**
   * What is after the first value, where it breaks, or after the bytes if it does not end in them.
   */
  private int end;

  private enum Value {
    ENDS,
    GOES_ON,
    BROKEN
  }

  private JsonStart(byte[] text, int from, boolean whole) {
    this.text = text;
    this.whole = whole;
    this.start = nextText(from);
    this.firstBreak = nextBreak(start);
    this.end = text.length;
  }

  /**
   * Returns {@link FileKind#LINES}, {@link FileKind#ARRAY}, {@link FileKind#BROKEN_ARRAY} or {@link
   * FileKind#OBJECTS_OVER_LINES}.
   *
   * @param text the beginning of a text in UTF-8
   * @param from the position after its byte order mark
   * @param whole whether it is the whole text
   */
  static FileKind kind(byte[] text, int from, boolean whole) {
    JsonStart json = new JsonStart(text, from, whole);
    if (json.start == text.length) {
      return FileKind.LINES;
    }
    return switch (text[json.start]) {
      case '{' -> json.isObjectOverLines() ? FileKind.OBJECTS_OVER_LINES : FileKind.LINES;
      case '[' -> json.array();
      default -> FileKind.LINES;
    };
  }

  private boolean isObjectOverLines() {
    if (!hasSecondLine()) {
      return false;
    }
    return switch (parse()) {
      case ENDS -> end > firstBreak;
      case GOES_ON -> !isCutRecordBeforeWholeOnes();
      case BROKEN -> false;
    };
  }

  private FileKind array() {
    return switch (parse()) {
      case ENDS ->
          (firstBreak != NONE && end > firstBreak) || isAloneAndHoldsObjects()
              ? FileKind.ARRAY
              : FileKind.LINES;
      case GOES_ON ->
          hasSecondLine() || (!whole && firstElement() == '{') ? FileKind.ARRAY : FileKind.LINES;
      case BROKEN -> goesOnInItsSecondLine() ? FileKind.BROKEN_ARRAY : FileKind.LINES;
    };
  }

  /** Whether a broken value has more of its second line than the place where a cut one breaks. */
  private boolean goesOnInItsSecondLine() {
    return firstBreak != NONE && end > nextText(firstBreak) + 1;
  }

  private boolean isAloneAndHoldsObjects() {
    int first = firstElement();
    return nextText(end) == text.length && (first == '{' || first == ']');
  }

  private int firstElement() {
    int at = nextText(start + 1);
    return at == text.length ? NONE : text[at];
  }

  private boolean hasSecondLine() {
    return firstBreak != NONE && nextText(firstBreak) < text.length;
  }

  /**
   * Whether the second line begins as records do, and is whole, or is so long that its end is not
   * known. After a record that was cut at a certain place, it seems to be inside of that record.
   */
  private boolean isCutRecordBeforeWholeOnes() {
    int second = nextText(firstBreak);
    boolean indented = text[second - 1] != '\n' && text[second - 1] != '\r';
    if (indented || text[second] != '{') {
      return false;
    }
    int lineEnd = nextBreak(second);
    return lineEnd == NONE ? !whole || endsWith(text.length, '}') : endsWith(lineEnd, '}');
  }

  private boolean endsWith(int lineEnd, char last) {
    int i = lineEnd - 1;
    while (i > start && isBlank(text[i])) {
      i--;
    }
    return text[i] == last;
  }

  private Value parse() {
    try (JsonParser parser = JSON.createParser(text, start, text.length - start)) {
      int depth = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return Value.GOES_ON;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      } while (depth > 0);
      end = start + (int) parser.currentLocation().getByteOffset();
      return Value.ENDS;
    } catch (JsonEOFException e) {
      return Value.GOES_ON;
    } catch (JsonParseException e) {
      long at = start + e.getLocation().getByteOffset();
      if (at >= text.length - (whole ? 0 : LONGEST_CUT_TOKEN)) {
        return Value.GOES_ON;
      }
      end = (int) at;
      return Value.BROKEN;
    } catch (IOException e) {
      return Value.BROKEN;
    }
  }

  /** The position of the next byte that is not white space, or the length of the text. */
  private int nextText(int from) {
    int at = from;
    while (at < text.length && isBlank(text[at])) {
      at++;
    }
    return at;
  }

  private int nextBreak(int from) {
    for (int at = from; at < text.length; at++) {
      if (text[at] == '\n' || text[at] == '\r') {
        return at;
      }
    }
    return NONE;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
