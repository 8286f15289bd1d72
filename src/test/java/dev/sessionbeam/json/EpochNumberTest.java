package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.json.TimeFormat.Kind;
import java.time.ZoneOffset;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpochNumberTest {
  private static final String NONE = "-";

  @ParameterizedTest
  @CsvSource(
      nullValues = NONE,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          EPOCH_SECONDS_LENIENT | 1710072000              | 1710072000000
          EPOCH_SECONDS_LENIENT | 1710072000.123          | 1710072000123
          EPOCH_SECONDS_LENIENT | 1710072000.1239999999   | 1710072000123
          EPOCH_SECONDS_LENIENT | 1710072000.0            | 1710072000000
          EPOCH_SECONDS_LENIENT | 1.71e9                  | 1710000000000
          EPOCH_SECONDS_LENIENT | 1.710072000123456E+9    | 1710072000123
          EPOCH_SECONDS_LENIENT | 171007200012e-2         | 1710072000120
          EPOCH_SECONDS_LENIENT | "1710072000"            | 1710072000000
          EPOCH_SECONDS_LENIENT | "1710072000.5"          | 1710072000500
          EPOCH_SECONDS_LENIENT | "1.71E9"                | 1710000000000
          EPOCH_SECONDS_LENIENT | "+1710072000"           | 1710072000000
          EPOCH_SECONDS_LENIENT | "0001710072000"         | 1710072000000
          EPOCH_SECONDS_LENIENT | -0.0001                 | -1
          EPOCH_SECONDS_LENIENT | -0.001                  | -1
          EPOCH_SECONDS_LENIENT | -0.0011                 | -2
          EPOCH_SECONDS_LENIENT | "-1"                    | -1000
          EPOCH_SECONDS_LENIENT | -0                      | 0
          EPOCH_SECONDS_LENIENT | -0.0                    | 0
          EPOCH_SECONDS_LENIENT | 0e999999999             | 0
          EPOCH_SECONDS_LENIENT | 9223372036854775.807    | 9223372036854775807
          EPOCH_SECONDS_LENIENT | 9223372036854775.808    | -
          EPOCH_SECONDS_LENIENT | -9223372036854775.808   | -9223372036854775808
          EPOCH_SECONDS_LENIENT | -9223372036854775.8081  | -
          EPOCH_MILLIS_LENIENT  | 1710072000123           | 1710072000123
          EPOCH_MILLIS_LENIENT  | "1710072000123"         | 1710072000123
          EPOCH_MILLIS_LENIENT  | 1710072000123.456       | 1710072000123
          EPOCH_MILLIS_LENIENT  | 1.710072000123456E12    | 1710072000123
          EPOCH_MILLIS_LENIENT  | -1.5                    | -2
          EPOCH_MILLIS_LENIENT  | "9223372036854775807"   | 9223372036854775807
          EPOCH_MILLIS_LENIENT  | "9223372036854775808"   | -
          EPOCH_MICROS          | 1710072000123456        | 1710072000123
          EPOCH_MICROS          | "1710072000123456"      | 1710072000123
          EPOCH_MICROS          | "1710072000123999"      | 1710072000123
          EPOCH_MICROS          | 1710072000123999.9      | 1710072000123
          EPOCH_MICROS          | 1.710072000123456e15    | 1710072000123
          EPOCH_MICROS          | 0                       | 0
          EPOCH_MICROS          | -1                      | -1
          EPOCH_MICROS          | -1000                   | -1
          EPOCH_MICROS          | -1001                   | -2
          EPOCH_MICROS          | 9223372036854775807     | 9223372036854775
          EPOCH_MICROS          | 9223372036854775808     | 9223372036854775
          EPOCH_MICROS          | "-9223372036854775809"  | -9223372036854776
          EPOCH_MICROS          | 9223372036854775807999  | 9223372036854775807
          EPOCH_MICROS          | 9223372036854775808000  | -
          EPOCH_NANOS           | 1710072000123456789     | 1710072000123
          EPOCH_NANOS           | "1710072000123456789"   | 1710072000123
          EPOCH_NANOS           | 9710072000123456789     | 9710072000123
          EPOCH_NANOS           | 1710072000123999999.99  | 1710072000123
          EPOCH_NANOS           | -1                      | -1
          EPOCH_NANOS           | -1000000                | -1
          EPOCH_NANOS           | "-1000001"              | -2
          EPOCH_NANOS           | 1.5e-300                | 0
          EPOCH_NANOS           | -1.5e-300               | -1
          EPOCH_NANOS           | 1e-999999999            | 0
          """)
  void aNumberIsFlooredToMillis(Kind kind, String json, @Nullable Long millis) {
    assertThat(TimeFormat.epoch(kind).millis(JsonValue.ofText(json)), is(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "+",
        "+-1",
        "--1",
        " 1710072000",
        "1710072000 ",
        "1710072000\n",
        "1,710,072,000",
        "1_710_072_000",
        "1710072000,5",
        ".5",
        "5.",
        "5.e3",
        "1e",
        "1e+",
        "1e1.5",
        "e9",
        "1.2.3",
        "0x65ED9A40",
        "1710072000L",
        "1710072000d",
        "1710072000Z",
        "NaN",
        "Infinity",
        "null",
        "2024-03-10",
        "2024-03-10T12:00:00Z",
        "\u0661\u0667\u0661",
        "\uff11710072000"
      })
  void aStringThatIsNotANumberHasNoInstant(String text) {
    for (Kind kind : Kind.values()) {
      if (kind.isEpoch()) {
        assertThat(TimeFormat.epoch(kind).millis(JsonValue.of(text)), is(nullValue()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "null", "[1710072000]", "{\"t\":1}"})
  void aValueOfAnotherTypeHasNoInstant(String json) {
    assertThat(TimeFormat.epoch(Kind.EPOCH_MICROS).accepts(JsonValue.ofText(json)), is(false));
    assertThat(TimeFormat.epoch(Kind.EPOCH_MICROS).millis(JsonValue.ofText(json)), is(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "-1e999999999",
        "1e2147483647",
        "1e2147483648",
        "1e-2147483648",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "123456789e999999999",
        "0.1e2147483647",
        "9.9e18446744073709551616"
      })
  void anExponentNeverBuildsAHugeNumber(String json) {
    for (Kind kind : Kind.values()) {
      if (kind.isEpoch()) {
        boolean tiny = json.contains("e-");
        Long number = TimeFormat.epoch(kind).millisOfComputed(JsonValue.ofText(json));
        Long text = TimeFormat.epoch(kind).millis(JsonValue.of(json));
        assertThat(number == null || (tiny && number == 0), is(true));
        assertThat(text == null || (tiny && text == 0), is(true));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ISO8601", "PATTERN"},
      mode = EnumSource.Mode.EXCLUDE)
  void aNumberOfMoreThan100CharactersHasNoInstant(Kind kind) {
    TimeFormat format = TimeFormat.epoch(kind);
    String zeros = "0".repeat(98);
    assertThat(format.millisOfComputed(JsonValue.ofText("0." + zeros)), is(0L));
    assertThat(format.millisOfComputed(JsonValue.ofText("0.0" + zeros)), is(nullValue()));
    String digits = "1" + "0".repeat(1_000_000);
    assertThat(format.millis(JsonValue.ofText(digits)), is(nullValue()));
    assertThat(format.millis(JsonValue.of(digits)), is(nullValue()));
    assertThat(format.millisOfComputed(JsonValue.ofText("0." + digits)), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = NONE,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          EPOCH_MILLIS  | 1710072000123.456        | 1710072000123
          EPOCH_MILLIS  | 1710072000123            | 1710072000123
          EPOCH_MILLIS  | 1.710072000123456E12     | 1710072000123
          EPOCH_MILLIS  | -0.5                     | -1
          EPOCH_MILLIS  | "1710072000123"          | -
          EPOCH_SECONDS | 1710072000.1239          | 1710072000123
          EPOCH_SECONDS | "1710072000.1239"        | -
          EPOCH_MICROS  | 1710072000123456.7       | 1710072000123
          EPOCH_MICROS  | "1710072000123456.7"     | 1710072000123
          """)
  void aComputedNumberMayHaveAFraction(Kind kind, String json, @Nullable Long millis) {
    assertThat(TimeFormat.epoch(kind).millisOfComputed(JsonValue.ofText(json)), is(millis));
  }

  @Test
  void aComputedTextIsReadAsAnyOther() {
    TimeFormat iso = TimeFormat.iso8601(ZoneOffset.UTC);
    assertThat(iso.millisOfComputed(JsonValue.of("2024-03-10T12:00:00Z")), is(1710072000000L));
    assertThat(iso.millisOfComputed(JsonValue.ofText("1710072000.5")), is(nullValue()));
  }

  @Test
  void aFormatOfAnotherKindIsNotAnEpoch() {
    assertThrows(IllegalArgumentException.class, () -> TimeFormat.epoch(Kind.ISO8601));
  }

  @Test
  void aFormatWorksAfterSerialization() {
    TimeFormat sent = SerializableUtils.clone(TimeFormat.epoch(Kind.EPOCH_MICROS));
    assertThat(sent.millis(JsonValue.of("1710072000123456")), is(1710072000123L));
  }
}
