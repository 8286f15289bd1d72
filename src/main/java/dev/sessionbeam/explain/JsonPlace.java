package dev.sessionbeam.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Finds places in the bytes of a JSON text. */
final class JsonPlace {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonPlace() {}

  /** Where the text begins: its first byte that is not white space. */
  static OptionalInt ofStart(byte[] json) {
    int i = 0;
    while (i < json.length && (json[i] == ' ' || (json[i] >= '\t' && json[i] <= '\r'))) {
      i++;
    }
    return i < json.length ? OptionalInt.of(i) : OptionalInt.empty();
  }

  /** Where the text is no longer one JSON object: the byte where it breaks, or where it goes on. */
  static OptionalInt ofBreak(byte[] json) {
    OptionalInt start = ofStart(json);
    if (start.isEmpty() || json[start.getAsInt()] != '{') {
      return start;
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      return ofBreak(parser);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      return at == null || at.getByteOffset() < 0 || at.getByteOffset() > json.length
          ? OptionalInt.empty()
          : OptionalInt.of((int) at.getByteOffset());
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static OptionalInt ofBreak(JsonParser parser) throws IOException {
    try {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null
          ? OptionalInt.empty()
          : OptionalInt.of((int) parser.currentTokenLocation().getByteOffset());
    } catch (StreamConstraintsException e) {
      // It is nested too deep, and the exception has no place.
      return OptionalInt.of((int) parser.currentLocation().getByteOffset());
    }
  }

  /**
   * Where the value at a path begins; nothing if there is none, or if the text breaks before it.
   *
   * @param path names of fields, and indexes of arrays
   * @param last whether the last field of that name counts, and not the first one
   */
  static OptionalInt ofValue(List<String> path, boolean last, byte[] json) {
    OptionalInt found = OptionalInt.empty();
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      found = search(path, last, parser);
    } catch (IOException e) {
      return found;
    }
    return found;
  }

  /** Searches the value that the parser is at, and reads it to its end. */
  private static OptionalInt search(List<String> path, boolean last, JsonParser parser)
      throws IOException {
    if (path.isEmpty()) {
      int start = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      return OptionalInt.of(start);
    }
    boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
    if (!isObject && parser.currentToken() != JsonToken.START_ARRAY) {
      return OptionalInt.empty();
    }
    OptionalInt found = OptionalInt.empty();
    for (int i = 0; !parser.nextToken().isStructEnd(); i++) {
      String name = isObject ? parser.currentName() : Integer.toString(i);
      if (isObject) {
        parser.nextToken();
      }
      if (name.equals(path.get(0)) && (last || found.isEmpty())) {
        OptionalInt inner = search(path.subList(1, path.size()), last, parser);
        found = inner.isPresent() ? inner : found;
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }
}
