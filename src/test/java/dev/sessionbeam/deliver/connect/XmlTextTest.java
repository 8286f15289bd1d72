package dev.sessionbeam.deliver.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locales")
class XmlTextTest {
  @Test
  void whatXmlHasStaysAsItIs() {
    String json = "{\"a\":\"\t\r\n é 漢 \uD7FF \uE000 \uFFFD 😀 \\u0000\"}";
    assertThat(XmlText.of(json.getBytes(UTF_8)), is(json));
  }

  @Test
  void whatXmlDoesNotHaveBecomesAnEscapeWithTheSameValue() throws IOException {
    String json = "{\"a\":\"<\uFFFE\uFFFF>\"}";
    String escaped = XmlText.of(json.getBytes(UTF_8));
    assertThat(escaped, is("{\"a\":\"<\\uFFFE\\uFFFF>\"}"));
    assertThat(escaped, is(not(json)));
    assertThat(Json.tree(String.valueOf(escaped)), is(Json.tree(json)));
  }

  @Test
  void controlCharactersAndHalvesOfPairsOfATextBecomeEscapes() {
    assertThat(XmlText.of("a\u0001b\uD800c"), is("a\\u0001b\\uD800c"));
  }

  @Test
  void bytesThatAreNotUtf8AreNoText() {
    assertThat(XmlText.of(new byte[] {'"', (byte) 0xFF, '"'}), is(nullValue()));
  }
}
