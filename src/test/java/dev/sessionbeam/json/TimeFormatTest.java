package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locales")
class TimeFormatTest {
  private static final String NONE = "-";
  private static final TimeFormat UTC = TimeFormat.iso8601(ZoneOffset.UTC);

  private static @Nullable String read(TimeFormat format, String text) {
    Long millis = format.millis(JsonValue.of(text));
    return millis == null ? null : Instant.ofEpochMilli(millis).toString();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = NONE,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1486252800000          | 1486252800000       | 1486252800000000
          0                      | 0                   | 0
          -0                     | 0                   | 0
          -1                     | -1                  | -1000
          9223372036854775       | 9223372036854775    | 9223372036854775000
          9223372036854776       | 9223372036854776    | -
          9223372036854775807    | 9223372036854775807 | -
          9223372036854775808    | -                   | -
          -9223372036854775808   | -9223372036854775808 | -
          -9223372036854775809   | -                   | -
          99999999999999999999   | -                   | -
          999999999999999999999  | -                   | -
          1e3                    | -                   | -
          1.0                    | -                   | -
          1486252800000.5        | -                   | -
          1e300                  | -                   | -
          "1486252800000"        | -                   | -
          true                   | -                   | -
          null                   | -                   | -
          [1486252800000]        | -                   | -
          {"t":1}                | -                   | -
          """)
  void anEpochIsAnIntegerInTheRangeOfALong(
      String json, @Nullable Long asMillis, @Nullable Long asSeconds) {
    assertThat(
        TimeFormat.epoch(TimeFormat.Kind.EPOCH_MILLIS).millis(JsonValue.ofText(json)),
        is(asMillis));
    assertThat(
        TimeFormat.epoch(TimeFormat.Kind.EPOCH_SECONDS).millis(JsonValue.ofText(json)),
        is(asSeconds));
  }

  @Test
  void anEpochOfAMillionDigitsHasNoInstantAndTakesNoTime() {
    JsonValue digits = JsonValue.ofText("9".repeat(1_000_000));
    assertThat(TimeFormat.epoch(TimeFormat.Kind.EPOCH_MILLIS).accepts(digits), is(true));
    assertThat(TimeFormat.epoch(TimeFormat.Kind.EPOCH_MILLIS).millis(digits), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2017-02-05T10:11:12Z                  | 2017-02-05T10:11:12Z
          2017-02-05T10:11:12.5Z                | 2017-02-05T10:11:12.500Z
          2017-02-05T10:11:12,5Z                | 2017-02-05T10:11:12.500Z
          2017-02-05T10:11:12.123456789Z        | 2017-02-05T10:11:12.123Z
          2017-02-05T10:11:12.9999999999999999Z | 2017-02-05T10:11:12.999Z
          2017-02-05T10:11:12.999999999999      | 2017-02-05T10:11:12.999Z
          2017-02-05T10:11:12                   | 2017-02-05T10:11:12Z
          2017-02-05T10:11Z                     | 2017-02-05T10:11:00Z
          2017-02-05T10:11                      | 2017-02-05T10:11:00Z
          2017-02-05T10Z                        | 2017-02-05T10:00:00Z
          2017-02-05 10:11:12                   | 2017-02-05T10:11:12Z
          2017-02-05t10:11:12z                  | 2017-02-05T10:11:12Z
          2017-02-05T10:11:12+01:00             | 2017-02-05T09:11:12Z
          2017-02-05T10:11:12-0530              | 2017-02-05T15:41:12Z
          2017-02-05T10:11:12+01                | 2017-02-05T09:11:12Z
          2017-02-05T10:11:12+01:00:30          | 2017-02-05T09:10:42Z
          2017-02-05T00:30:00+01:00             | 2017-02-04T23:30:00Z
          2017-02-05                            | 2017-02-05T00:00:00Z
          20170205                              | 2017-02-05T00:00:00Z
          20170205T101112Z                      | 2017-02-05T10:11:12Z
          20170205T101112.5Z                    | 2017-02-05T10:11:12.500Z
          20170205T1011Z                        | 2017-02-05T10:11:00Z
          20170205T101112+0100                  | 2017-02-05T09:11:12Z
          2017-W05-7T10:11:12Z                  | 2017-02-05T10:11:12Z
          2017-W05-7                            | 2017-02-05T00:00:00Z
          2017-w05-7                            | 2017-02-05T00:00:00Z
          2016-02-29T00:00:00Z                  | 2016-02-29T00:00:00Z
          1969-12-31T23:59:59.999Z              | 1969-12-31T23:59:59.999Z
          """)
  void anIsoTimeWithoutAnOffsetIsUtc(String text, String instant) {
    assertThat(read(UTC, text), is(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "2017",
        "2017-02",
        "10:11:12",
        "T10:11:12",
        "17-02-05",
        "2017-2-5",
        "2017-02-30",
        "2017-02-29T00:00:00Z",
        "2017-13-01",
        "2017-00-01",
        "2017-02-00",
        "2017-W54-1",
        "2017-W05-8",
        "2017-02-05T25:00:00Z",
        "2017-02-05T10:60:00Z",
        "2017-02-05T",
        "2017-02-05T10:11:12.Z",
        "2017-02-05T10:11:12+25:00",
        "2017-02-05T10:11:12Z+01:00",
        "2017-02-05T10:11:12Zulu",
        " 2017-02-05T10:11:12Z",
        "2017-02-05T10:11:12Z ",
        "2017-02-05T1:2:3Z",
        // A fraction belongs to the seconds, and comes after a point or a comma.
        "2017-02-05T10:11.5Z",
        "2017-02-05T10.5Z",
        "2017-02-05T10:11:12345Z",
        "2017-02-05T10:1112Z",
        "20170205T101112345Z",
        "\u0662\u0660\u0661\u0667-02-05"
      })
  void aTextThatIsNotAnIsoTimeHasNoInstant(String text) {
    assertThat(read(UTC, text), is(nullValue()));
  }

  @Test
  void anIsoTimeIsAString() {
    assertThat(UTC.accepts(JsonValue.ofText("20170205")), is(false));
    assertThat(UTC.millis(JsonValue.ofText("20170205")), is(nullValue()));
    assertThat(UTC.millis(JsonValue.ofText("null")), is(nullValue()));
  }

  @Test
  void anIsoTimeWithoutAnOffsetIsLocalToTheZone() {
    TimeFormat tokyo = TimeFormat.iso8601(ZoneId.of("Asia/Tokyo"));
    assertThat(read(tokyo, "2017-02-05T09:00:00"), is("2017-02-05T00:00:00Z"));
    assertThat(read(tokyo, "2017-02-05T09:00:00Z"), is("2017-02-05T09:00:00Z"));
    assertThat(read(tokyo, "2017-02-05"), is("2017-02-04T15:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = NONE,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yyyy-MM-dd HH:mm:ss       | 2017-02-05 10:11:12           | 2017-02-05T09:11:12Z
          yyyy-MM-dd HH:mm:ss       | 2017-07-05 10:11:12           | 2017-07-05T08:11:12Z
          uuuu-MM-dd HH:mm:ss.SSS   | 2017-02-05 10:11:12.345       | 2017-02-05T09:11:12.345Z
          yyyy-MM-dd                | 2017-02-05                    | 2017-02-04T23:00:00Z
          dd/MMM/yyyy:HH:mm:ss Z    | 05/Feb/2017:10:11:12 -0500    | 2017-02-05T15:11:12Z
          yyyy-MM-dd HH:mm:ss VV    | 2017-02-05 10:11:12 Asia/Tokyo | 2017-02-05T01:11:12Z
          yyyy-MM-dd HH:mm:ssXXX    | 2017-02-05 10:11:12Z          | 2017-02-05T10:11:12Z
          M/d/yy h:mm a             | 2/5/17 3:04 PM                | 2017-02-05T14:04:00Z
          yyyy-MM-dd HH:mm:ss       | 2017-03-26 02:30:00           | 2017-03-26T01:00:00Z
          yyyy-MM-dd HH:mm:ss       | 2017-10-29 02:30:00           | 2017-10-29T00:30:00Z
          yyyy-MM-dd HH:mm:ss       | 2017-10-29 03:00:00           | 2017-10-29T02:00:00Z
          yyyy-MM-dd HH:mm:ss       | 2017-02-30 10:11:12           | -
          yyyy-MM-dd HH:mm:ss       | 2017-02-05T10:11:12           | -
          yyyy-MM-dd HH:mm:ss       | 2017-02-05 10:11:12 PM        | -
          yyyy-MM-dd HH:mm:ss       | 2017-02-05 10:60:12           | -
          yyyy-MM-dd                | 2017-02-31                    | -
          yyyy-MM-dd                | 2017-02-32                    | -
          """)
  void aPatternIsLocalToItsZone(String pattern, String text, @Nullable String instant) {
    TimeFormat format = TimeFormat.pattern(pattern, ZoneId.of("Europe/Berlin"));
    assertThat(read(format, text), is(instant));
  }

  @Test
  void anInvalidPatternIsRejected() {
    assertThrows(
        IllegalArgumentException.class, () -> TimeFormat.pattern("yyyy-bb", ZoneOffset.UTC));
  }

  @Test
  void aFormatWorksAfterSerialization() {
    TimeFormat sent =
        SerializableUtils.clone(TimeFormat.pattern("yyyy-MM-dd HH:mm", ZoneId.of("Asia/Tokyo")));
    assertThat(read(sent, "2017-02-05 09:00"), is("2017-02-05T00:00:00Z"));
    assertThat(read(SerializableUtils.clone(UTC), "2017-02-05"), is("2017-02-05T00:00:00Z"));
  }
}
