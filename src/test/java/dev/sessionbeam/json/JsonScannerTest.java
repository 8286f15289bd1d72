package dev.sessionbeam.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
  private static boolean scans(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    JsonScanner scanner = JsonScanner.of(bytes);
    return scanner.scan() && JsonObject.of(bytes, scanner) != null;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } ",
        "{\"a\":1}",
        "{\"a\" : -0.5e+10 , \"b\" : [ ] , \"c\" : { } }",
        "{\"a\":[1,\"x\",true,false,null,{\"b\":[[]]}]}",
        "{\"a\":\"\\u00e9\\n\\\"\"}",
        "{\"a\":\"\u00e9\"}",
        "{\"a\":{\"b\":1,\"b\":2}}"
      })
  void commonObjectsAreScanned(String text) {
    assertThat(scans(text), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}x",
        "{\"a\":1}{}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":NaN}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\":{1:2}}",
        "{\"a\":{\"b\"}}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u00g0\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"",
        "[1]",
        "1",
        "{\"a\":1,\"a\":2}",
        "{\"\\u0061\":1}"
      })
  void allOtherTextsAreLeftToJackson(String text) {
    assertThat(scans(text), is(false));
  }

  @Test
  void depthAndNumberOfFieldsAreLimited() {
    assertThat(scans("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"), is(true));
    assertThat(scans("{\"a\":" + "[".repeat(65) + "]".repeat(65) + "}"), is(false));
    assertThat(scans("{\"a\":" + "{\"a\":".repeat(100_000)), is(false));
    assertThat(scans(withFields(64)), is(true));
    assertThat(scans(withFields(65)), is(false));
  }

  private static String withFields(int fields) {
    return IntStream.range(0, fields)
        .mapToObj(i -> "\"f" + i + "\":" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void itReportsWhetherTheTextIsCompact() {
    assertThat(compact("{\"a\":{\"b\": 1}}"), is(true));
    assertThat(compact("{\"a\":{\"b\":\n1}}"), is(false));
    assertThat(compact("{ \"a\":1}"), is(false));
    assertThat(compact("{\"a\":1} "), is(false));
  }

  private static boolean compact(String text) {
    JsonScanner scanner = JsonScanner.of(text.getBytes(UTF_8));
    return scanner.scan() && scanner.isCompact();
  }
}
