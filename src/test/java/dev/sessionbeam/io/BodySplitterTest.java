package dev.sessionbeam.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts with a fault are shown after an exclamation mark. */
class BodySplitterTest {
  private static final int MANY = 1000;

  private static List<String> split(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    List<String> parts = new ArrayList<>();
    for (BodySplitter.Part part :
        Objects.requireNonNull(BodySplitter.of(bytes, bytes.length, MANY))) {
      String text = new String(bytes, part.start(), part.end() - part.start(), UTF_8);
      parts.add((part.fault() == null ? "" : "!") + text);
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}\n{\"b\":\"}{\"}\n",
        "{\"a\":1}{\"b\":\"}{\"}",
        "  {\"a\":1} \t\r\n\n {\"b\":\"}{\"} ",
        "[{\"a\":1},{\"b\":\"}{\"}]",
        " [ {\"a\":1} ,\n {\"b\":\"}{\"} ] ",
        "[{\"a\":1}][{\"b\":\"}{\"}]",
        "\uFEFF{\"a\":1}\n{\"b\":\"}{\"}"
      })
  void linesGluedObjectsAndArraysHaveTheSameParts(String body) {
    assertThat(split(body), contains("{\"a\":1}", "{\"b\":\"}{\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t\r\n", "[]", "[ ]\n[]"})
  void whiteSpaceAndEmptyArraysHaveNoParts(String body) {
    assertThat(split(body), is(empty()));
  }

  @Test
  void anObjectOverSeveralLinesIsOnePart() {
    assertThat(split("{\n  \"a\": 1\n}\n{}"), contains("{\n  \"a\": 1\n}", "{}"));
  }

  @Test
  void theRestAfterACutOffObjectIsOnePart() {
    assertThat(
        split("{\"a\":1}{\"b\":\n{\"c\":3}\n{\"d\":4}"),
        contains("{\"a\":1}", "!{\"b\":\n{\"c\":3}\n{\"d\":4}"));
    assertThat(split("{\"a\":{\"b\":1}\n{\"c\":3}"), contains("!{\"a\":{\"b\":1}\n{\"c\":3}"));
    assertThat(split("{\"a\":\"x\n{\"c\":3}"), contains("!{\"a\":\"x\n{\"c\":3}"));
    assertThat(split("[{\"a\":1},{\"b\":"), contains("{\"a\":1}", "!{\"b\":"));
  }

  @Test
  void anObjectThatIsWrongInItselfIsAPartOfItsOwn() {
    assertThat(
        split("{'a':1}\n{\"b\":2}\n{\"c\":tru}{}"),
        contains("{'a':1}", "{\"b\":2}", "{\"c\":tru}", "{}"));
    assertThat(split("[{'a':1},{\"b\":2}]"), contains("{'a':1}", "{\"b\":2}"));
  }

  @Test
  void whatIsNoObjectIsRejectedByLinesOrElements() {
    assertThat(split("hello\n{\"a\":1}\n7"), contains("!hello", "{\"a\":1}", "!7"));
    assertThat(
        split("[1, \"{\", [2,3], null, {\"a\":1}]"),
        contains("!1", "!\"{\"", "![2,3]", "!null", "{\"a\":1}"));
  }

  @Test
  void anArrayWithoutACommaOrAnEndIsNoticed() {
    assertThat(split("[{\"a\":1} {\"b\":2}]"), contains("{\"a\":1}", "!{\"b\":2}]"));
    assertThat(split("[{\"a\":1}"), contains("{\"a\":1}", "!"));
    assertThat(split("[{\"a\":1},]"), contains("{\"a\":1}", "!]"));
    assertThat(split("["), contains("!"));
  }

  @Test
  void tooManyPartsAreNoParts() {
    byte[] body = "{}".repeat(MANY).getBytes(UTF_8);
    assertThat(BodySplitter.of(body, body.length, MANY), hasSize(MANY));
    assertThat(BodySplitter.of(body, body.length, MANY - 1), is(nullValue()));
  }

  @Test
  void deepNestingNeedsNoStack() {
    String deep = "[".repeat(1 << 20);
    assertThat(split(deep), hasSize(1));
    assertThat(split("{\"a\":" + deep), hasSize(1));
    assertThat(split("{\"a\":".repeat(1 << 18)), hasSize(1));
  }
}
