package dev.sessionbeam.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The elements of an array are found as they are written. */
class JsonArrayTest {
  private static List<String> elements(String array) throws JsonSyntaxException {
    JsonValue value = JsonArray.parseValue(array.getBytes(UTF_8));
    return Objects.requireNonNull(JsonArray.elements(value, 10)).stream()
        .map(JsonValue::text)
        .toList();
  }

  @Test
  void elementsKeepTheirText() throws JsonSyntaxException {
    assertThat(
        elements(
            " [ {\"a\":[1, 2]} , \"],\\\"[{\" ,1.0,true\t,null, [ [ ] ,{}],\n"
                + "12345678901234567890 ] "),
        is(
            List.of(
                "{\"a\":[1, 2]}",
                "\"],\\\"[{\"",
                "1.0",
                "true",
                "null",
                "[ [ ] ,{}]",
                "12345678901234567890")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", " [ ]", "[\n]\n"})
  void anEmptyArrayHasNone(String array) throws JsonSyntaxException {
    assertThat(elements(array), is(List.of()));
  }

  @Test
  void tooManyElementsAreNotReturned() throws JsonSyntaxException {
    JsonValue three = JsonArray.parseValue("[1,2,3]".getBytes(UTF_8));
    assertThat(Objects.requireNonNull(JsonArray.elements(three, 3)).size(), is(3));
    assertThat(JsonArray.elements(three, 2), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1,2      | NOT_JSON
          [1,]      | NOT_JSON
          [1] [2]   | NOT_JSON
          ["\\x"]   | NOT_JSON
          [oops]    | NOT_JSON
          \uFEFF[1] | NOT_JSON
          ' '       | NOT_JSON
          """)
  void brokenJsonIsReported(String text, JsonSyntaxException.Fault fault) {
    assertThat(JsonArray.is(text.getBytes(UTF_8)), is(false));
    assertThat(
        assertThrows(JsonSyntaxException.class, () -> JsonArray.parseValue(text.getBytes(UTF_8)))
            .fault(),
        is(fault));
  }

  @Test
  void depthIsBounded() {
    byte[] deep = "[".repeat(100_000).getBytes(UTF_8);
    assertThat(
        assertThrows(JsonSyntaxException.class, () -> JsonArray.parseValue(deep)).fault(),
        is(JsonSyntaxException.Fault.TOO_DEEP));
  }
}
