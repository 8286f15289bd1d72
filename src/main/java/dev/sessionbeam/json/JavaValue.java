package dev.sessionbeam.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns JSON into Java values, with numbers and null of the caller's choice. */
final class JavaValue {
  private final JsonParser parser;
  private final Function<String, ?> numbers;
  private final Object nothing;

  private JavaValue(JsonParser parser, Function<String, ?> numbers, Object nothing) {
    this.parser = parser;
    this.numbers = numbers;
    this.nothing = nothing;
  }

  static Object of(byte[] json, int offset, int length, Function<String, ?> numbers, Object nothing)
      throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(json, offset, length)) {
      parser.nextToken();
      return new JavaValue(parser, numbers, nothing).value();
    }
  }

  private Object value() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> nothing;
      default -> numbers.apply(parser.getText());
    };
  }

  private Map<Object, Object> object() throws IOException {
    Map<Object, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value());
    }
    return fields;
  }

  private List<Object> array() throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return elements;
  }
}
