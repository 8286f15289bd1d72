package dev.sessionbeam.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.math.BigDecimal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1        | true  | true  | false | false
          -1       | true  | true  | false | false
          1.0      | true  | false | false | false
          1e3      | true  | false | false | false
          1E3      | true  | false | false | false
          "1"      | false | false | true  | false
          ""       | false | false | true  | false
          "e"      | false | false | true  | false
          null     | false | false | false | true
          true     | false | false | false | false
          []       | false | false | false | false
          {"e":1}  | false | false | false | false
          """)
  void theTextDecidesTheType(
      String json, boolean number, boolean integer, boolean string, boolean isNull) {
    JsonValue value = JsonValue.ofText(json);
    assertThat(value.isNumber(), is(number));
    assertThat(value.isInteger(), is(integer));
    assertThat(value.isString(), is(string));
    assertThat(value.isNull(), is(isNull));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ""                | ``
          "a"               | a
          "\u00e9\uD83D\uDE00" | \u00e9\uD83D\uDE00
          "\\u00e9"         | \u00e9
          "a\\"b\\\\c\\/"   | a"b\\c/
          "\\ud83d\\ude00"  | \uD83D\uDE00
          """)
  void aStringIsDecoded(String json, String text) {
    assertThat(JsonValue.ofText(json).asString(), is(text));
  }

  @Test
  void aValueThatIsNotAStringHasNoString() {
    assertThat(JsonValue.ofText("1").asString(), is(nullValue()));
    assertThat(JsonValue.ofText("null").asString(), is(nullValue()));
  }

  @Test
  void aNumberOfAThousandDigitsIsExactAndALongerOneIsNull() {
    String digits = "9".repeat(1000);
    assertThat(JsonValue.ofText(digits).asDecimal(), is(new BigDecimal(digits)));
    assertThat(JsonValue.ofText(digits + "9").asDecimal(), is(nullValue()));
    assertThat(JsonValue.ofText("0.10").asDecimal(), is(new BigDecimal("0.10")));
    assertThat(JsonValue.ofText("\"1\"").asDecimal(), is(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "1e-99999999999", "-1.5E+2147483649"})
  void aNumberWithAHugeExponentIsNull(String json) {
    assertThat(JsonValue.ofText(json).asDecimal(), is(nullValue()));
  }

  @Test
  void plainValuesBecomeJson() {
    assertThat(JsonValue.of(null), hasToString("null"));
    assertThat(JsonValue.of(7L), hasToString("7"));
    assertThat(JsonValue.of("a\"\n\u00e9"), hasToString("\"a\\\"\\n\u00e9\""));
    assertThat(JsonValue.of(Arrays.asList(1, null, true)), hasToString("[1,null,true]"));
    assertThat(new String(Json.quote("\u00e9"), UTF_8), is("\"\u00e9\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D\uDE00", "\uD800", "x\uDC00y", "\uD83D\uDE00\uD800"})
  void aStringWithPairedOrUnpairedSurrogatesCanBeWrittenAndRead(String text) {
    assertThat(JsonValue.of(text).asString(), is(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "7, 7",
    "-123456789012345678, -123456789012345678",
    "999999999999999999, 999999999999999999"
  })
  void anIntegerOfAtMost18DigitsIsSmall(String json, long number) {
    assertThat(JsonValue.ofText(json).asSmallInteger(), is(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000000000000", "1.0", "1e3", "\"1\"", "null", "[1]"})
  void noOtherValueIsASmallInteger(String json) {
    assertThat(JsonValue.ofText(json).asSmallInteger(), is(JsonValue.NOT_SMALL));
  }

  @ParameterizedTest
  @CsvSource({
    "a, true",
    "' a', true",
    "B\u00fcro, true",
    "'', false",
    "' ', false",
    "\u00a0, false",
    "\u00e9, false",
    "a\\n, false",
    "\\u0061, false"
  })
  void aStringWithAVisibleCharacterOfAsciiAndWithoutEscapesIsPlain(String text, boolean plain) {
    assertThat(JsonValue.ofText('"' + text + '"').isPlainText(), is(plain));
  }
}
