package dev.sessionbeam.deliver.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON text and its line, which Jackson's own trees do not keep.
 *
 * @param line the line where the value begins, counted from 1
 * @param value a map or a list of trees, a text, a {@link java.math.BigDecimal}, a boolean or null
 * @param repeated the names that an object has more than once
 */
record JsonTree(int line, @Nullable Object value, Set<String> repeated) {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /**
   * Parses a text.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not JSON; it has the place
   */
  static JsonTree parse(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new JsonTree(1, null, Set.of());
      }
      JsonTree tree = read(parser, first);
      if (parser.nextToken() != null) {
        throw new com.fasterxml.jackson.core.JsonParseException(
            parser, "there is more text after the end of the list");
      }
      return tree;
    }
  }

  private static JsonTree read(JsonParser parser, JsonToken token) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    return switch (token) {
      case START_OBJECT -> object(parser, line);
      case START_ARRAY -> list(parser, line);
      case VALUE_STRING -> new JsonTree(line, parser.getText(), Set.of());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new JsonTree(line, parser.getDecimalValue(), Set.of());
      case VALUE_TRUE, VALUE_FALSE -> new JsonTree(line, parser.getBooleanValue(), Set.of());
      default -> new JsonTree(line, null, Set.of());
    };
  }

  private static JsonTree object(JsonParser parser, int line) throws IOException {
    Map<String, JsonTree> fields = new LinkedHashMap<>();
    Set<String> repeated = new TreeSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (fields.put(name, read(parser, parser.nextToken())) != null) {
        repeated.add(name);
      }
    }
    return new JsonTree(line, fields, repeated);
  }

  private static JsonTree list(JsonParser parser, int line) throws IOException {
    List<JsonTree> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(read(parser, next));
    }
    return new JsonTree(line, items, Set.of());
  }
}
