package dev.sessionbeam.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.json.JsonSyntaxException.Fault;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectParseTest {
  private static JsonObject parse(String json) throws JsonSyntaxException {
    return JsonObject.parse(json.getBytes(UTF_8));
  }

  private static Fault faultOf(byte[] bytes) {
    return assertThrows(JsonSyntaxException.class, () -> JsonObject.parse(bytes)).fault();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1.0",
        "-17",
        "1E+400",
        "1e-7",
        "0.1000000000000000055",
        "12345678901234567890",
        "true",
        "false",
        "null",
        "\"\"",
        "\"\\u00e9\"",
        "\"a\\\"},{b\\\\\"",
        "\"\u00e9 \uD83D\uDE00 \u2028\"",
        "\"\\ud83d\\ude00 \\ud800\"",
        "[]",
        "[ 1 , {\"a\" : 2.50} ]",
        "{}",
        "{ \"b\" : { \"c\" : [ \"}\" ] } }"
      })
  void aValueKeepsItsTextAtEveryPosition(String value) throws Exception {
    for (String around :
        new String[] {
          "{\"v\":%s}",
          "{\"v\":%s,\"z\":1}",
          "{\"a\":\"x\",\"v\":%s,\"z\":1}",
          "{\"a\":[1],\"v\":%s}",
          "\n\t {\r\n\"a\" : 1 ,\n \"v\"\t:\r\n %s \n,\"z\" : 2 \r}\n "
        }) {
      assertThat(
          around, parse(String.format(Locale.ROOT, around, value)).get("v"), hasToString(value));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "a"           | a
          "\\u0061"     | a
          "a\\"b"       | a"b
          "a\\\\"       | a\\
          "\\t{},:[]"   | `\t{},:[]`
          "\u00e9"      | \u00e9
          "\\ud83d\\ude00" | \uD83D\uDE00
          ""            | ``
          """)
  void aNameIsFoundByItsDecodedTextAndKeepsItsText(String written, String name) throws Exception {
    JsonObject object = parse("{\"first\":0 , " + written + " : 7,\"last\":9}");
    assertThat(object.get(name), hasToString("7"));
    assertThat(object, hasToString("{\"first\":0," + written + ":7,\"last\":9}"));
  }

  @Test
  void aRepeatedNameKeepsItsFirstPositionAndItsLastValue() throws Exception {
    JsonObject object = parse("{\"a\":1,\"b\":2,\"\\u0061\":3,\"c\":4,\"a\":{\"d\":5}}");
    assertThat(object, hasToString("{\"a\":{\"d\":5},\"b\":2,\"c\":4}"));
    assertThat(object.repeated(), contains("a"));
  }

  @Test
  void aNameThatIsRepeatedInANestedObjectIsNotRepeatedInTheOuterOne() throws Exception {
    JsonObject object = parse("{\"a\":{\"x\":1,\"x\":2},\"x\":3}");
    assertThat(object.repeated(), empty());
    JsonObject child = object.child("a");
    assertThat(child == null ? null : child.repeated(), contains("x"));
    assertThat(object.get(FieldPath.of("a.x")), hasToString("2"));
  }

  @Test
  void lineBreaksBetweenTokensBecomeBlanksAndEscapedOnesStay() throws Exception {
    JsonObject object = parse("{\r\n\"a\":\r[1,\n2],\"b\":\"x\\r\\ny\"\n}");
    assertThat(object, hasToString("{\"a\":[1, 2],\"b\":\"x\\r\\ny\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", " {\n} ", "{\t}"})
  void anEmptyObjectHasNoFields(String json) throws Exception {
    assertThat(parse(json), hasToString("{}"));
    assertThat(parse(json).get("a"), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | NOT_JSON
          `  ` | NOT_JSON
          no json | NOT_JSON
          { | NOT_JSON
          } | NOT_JSON
          {] | NOT_JSON
          {"a":1 | NOT_JSON
          {"a":"x | NOT_JSON
          {"a": | NOT_JSON
          {"a":} | NOT_JSON
          {"a"} | NOT_JSON
          {"a":1,} | NOT_JSON
          {,"a":1} | NOT_JSON
          {"a" 1} | NOT_JSON
          {a:1} | NOT_JSON
          {'a':1} | NOT_JSON
          {"a":'b'} | NOT_JSON
          {"a":01} | NOT_JSON
          {"a":+1} | NOT_JSON
          {"a":.5} | NOT_JSON
          {"a":5.} | NOT_JSON
          {"a":1e} | NOT_JSON
          {"a":NaN} | NOT_JSON
          {"a":tru} | NOT_JSON
          {"a":truest} | NOT_JSON
          {"a":1x} | NOT_JSON
          {"a":"\\x"} | NOT_JSON
          {"a":"\\u12g4"} | NOT_JSON
          {"a":"`\t`"} | NOT_JSON
          {"a":[1,]} | NOT_JSON
          {"a":[1 2]} | NOT_JSON
          {"a":{"b":1]} | NOT_JSON
          {"a":1}} | NOT_JSON
          {"a":1}{"a":1} | NOT_JSON
          {"a":1} and more | NOT_JSON
          {"a":1},| NOT_JSON
          {"a":1 /* why */} | NOT_JSON
          [1,2,3] | NOT_AN_OBJECT
          ` [ {"a":1} ] ` | NOT_AN_OBJECT
          42 | NOT_AN_OBJECT
          -1.5e3 | NOT_AN_OBJECT
          "text" | NOT_AN_OBJECT
          null | NOT_AN_OBJECT
          true | NOT_AN_OBJECT
          [1,2 | NOT_JSON
          [1] [2] | NOT_JSON
          42 43 | NOT_JSON
          nul | NOT_JSON
          """)
  void aTextThatIsNotAnObjectIsRejectedWithItsFault(String text, Fault fault) {
    assertThat(faultOf(text.getBytes(UTF_8)), is(fault));
  }

  @ParameterizedTest
  @CsvSource({
    "vi\u00ff\u00few, NOT_UTF8", // never part of UTF-8
    "v\u00c0\u0080w, NOT_UTF8", // an overlong NUL
    "v\u00c0\u00afw, NOT_UTF8", // an overlong slash
    "v\u00e0\u0080\u00afw, NOT_UTF8", // and a longer one
    "v\u00ed\u00a0\u0080w, NOT_UTF8", // a surrogate
    "v\u00f4\u0090\u0080\u0080w, NOT_UTF8", // above U+10FFFF
    "v\u00c3, NOT_UTF8", // cut short
    "\u0080, NOT_UTF8", // begins in the middle
    "v\0w, NOT_JSON", // a NUL
    "v\u0001w, NOT_JSON" // another control character
  })
  void bytesThatAreNotTextAreRejected(String latin, Fault fault) {
    assertThat(faultOf(("{\"a\":\"" + latin + "\"}").getBytes(ISO_8859_1)), is(fault));
    assertThat(faultOf(("{\"" + latin + "\":1}").getBytes(ISO_8859_1)), is(fault));
  }

  @Test
  void aByteOrderMarkOrAnotherEncodingIsRejected() {
    assertThat(faultOf("\uFEFF{\"a\":1}".getBytes(UTF_8)), is(Fault.NOT_JSON));
    assertThat(faultOf("\uFEFF[1]".getBytes(UTF_8)), is(Fault.NOT_JSON));
    assertThat(faultOf("{\"a\":1}".getBytes(UTF_16LE)), is(Fault.NOT_JSON));
    assertThat(faultOf("{\0\"\0a\0".getBytes(UTF_8)), is(Fault.NOT_JSON));
    assertThat(faultOf("\0\0\0{".getBytes(UTF_8)), is(Fault.NOT_JSON));
    assertThat(faultOf(new byte[] {(byte) 0xFE, (byte) 0xFF, '{'}), is(Fault.NOT_UTF8));
  }

  @ParameterizedTest
  @CsvSource({"[, ]", "{\"a\":, }"})
  void aThousandLevelsAreReadAndOneMoreIsNot(String open, String close) throws Exception {
    String deepest = "{\"v\":" + open.repeat(999) + "1" + close.repeat(999) + "}";
    assertThat(parse(deepest), hasToString(deepest));
    String tooDeep = "{\"v\":" + open.repeat(1000) + "1" + close.repeat(1000) + "}";
    assertThat(faultOf(tooDeep.getBytes(UTF_8)), is(Fault.TOO_DEEP));
  }

  @Test
  void aNumberOrStringOrNameOfAnyLengthIsRead() throws Exception {
    String digits = "1" + "0".repeat(100_000) + "7";
    String name = "n".repeat(100_000);
    String json = "{\"d\":" + digits + ",\"f\":0." + digits + ",\"" + name + "\":\"" + name + "\"}";
    assertThat(parse(json).toString().equals(json), is(true));
  }

  @Test
  void theMessageHasThePositionAndNoHintForProgrammers() {
    JsonSyntaxException e = assertThrows(JsonSyntaxException.class, () -> parse("{\"a\":tru}"));
    assertThat(e.getMessage(), containsString("(byte "));
    assertThat(e.getMessage(), not(containsString("StreamReadFeature")));
    assertThat(e.getMessage(), not(containsString("was expecting")));
  }
}
