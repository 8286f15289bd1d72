package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that go beyond those in {@link TimeFormatTest}. */
@Tag("locales")
class IsoTimeTest {
  private static @Nullable String read(String text, ZoneId zone) {
    Long millis = IsoTime.millis(text, zone);
    return millis == null ? null : Instant.ofEpochMilli(millis).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2024-03-10 12:00:00 UTC         | 2024-03-10T12:00:00Z
          2024-03-10 12:00:00.123456 UTC  | 2024-03-10T12:00:00.123Z
          2024-03-10 12:00:00.999999 UTC  | 2024-03-10T12:00:00.999Z
          2024-03-10 12:00:00 GMT         | 2024-03-10T12:00:00Z
          2024-03-10 12:00:00 utc         | 2024-03-10T12:00:00Z
          2024-03-10T12:00:00 UTC         | 2024-03-10T12:00:00Z
          2024-03-10 12:00:00 Z           | 2024-03-10T12:00:00Z
          2024-03-10 12:00 UTC            | 2024-03-10T12:00:00Z
          2024-03-10 12:00:00 +0000       | 2024-03-10T12:00:00Z
          2024-03-10 12:00:00 -0000       | 2024-03-10T12:00:00Z
          2024-03-10 12:00:00 +01:00      | 2024-03-10T11:00:00Z
          2024-03-10 12:00:00 -0530       | 2024-03-10T17:30:00Z
          2024-03-10 12:00:00 +01         | 2024-03-10T11:00:00Z
          2024-03-10 12:00:00,5 +01:00:30 | 2024-03-10T10:59:30.500Z
          2024-03-10 12:00:00+18:00       | 2024-03-09T18:00:00Z
          20240310 120000 UTC             | 2024-03-10T12:00:00Z
          20240310t120000z                | 2024-03-10T12:00:00Z
          2024-03-10T120000Z              | 2024-03-10T12:00:00Z
          20240310T12:00:00Z              | 2024-03-10T12:00:00Z
          """)
  void aZoneMayComeAfterABlank(String text, String instant) {
    assertThat(read(text, ZoneId.of("Asia/Tokyo")), is(instant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2024-070             | 2024-03-10T00:00:00Z
          2024070              | 2024-03-10T00:00:00Z
          2024-070T12:00:00Z   | 2024-03-10T12:00:00Z
          2024070T120000Z      | 2024-03-10T12:00:00Z
          2024-001             | 2024-01-01T00:00:00Z
          2024-366             | 2024-12-31T00:00:00Z
          2023-365             | 2023-12-31T00:00:00Z
          2000366              | 2000-12-31T00:00:00Z
          20240310             | 2024-03-10T00:00:00Z
          2024-W10-7           | 2024-03-10T00:00:00Z
          2024W107             | 2024-03-10T00:00:00Z
          2024w107T12          | 2024-03-10T12:00:00Z
          2024-W10-7T12:00:00Z | 2024-03-10T12:00:00Z
          2020-W53-7           | 2021-01-03T00:00:00Z
          2025-W01-1           | 2024-12-30T00:00:00Z
          2021W011             | 2021-01-04T00:00:00Z
          2000-02-29           | 2000-02-29T00:00:00Z
          0000-02-29           | 0000-02-29T00:00:00Z
          9999-12-31           | 9999-12-31T00:00:00Z
          """)
  void aDateIsOfAMonthOfAYearOrOfAWeek(String text, String instant) {
    assertThat(read(text, ZoneOffset.UTC), is(instant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2024-03-10T24:00:00Z      | 2024-03-11T00:00:00Z
          2024-03-10T24:00          | 2024-03-11T00:00:00Z
          2024-03-10T24             | 2024-03-11T00:00:00Z
          20240310T240000           | 2024-03-11T00:00:00Z
          2024-03-10 24:00:00.000   | 2024-03-11T00:00:00Z
          2024-02-29T24:00:00+01:00 | 2024-02-29T23:00:00Z
          2024-12-31T24:00:00Z      | 2025-01-01T00:00:00Z
          2024-366T24:00:00Z        | 2025-01-01T00:00:00Z
          2024-03-10 24:00:00 UTC   | 2024-03-11T00:00:00Z
          """)
  void hour24IsTheNextMidnight(String text, String instant) {
    assertThat(read(text, ZoneOffset.UTC), is(instant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2016-12-31T23:59:60Z          | 2016-12-31T23:59:59.999Z
          2016-12-31T23:59:60           | 2016-12-31T23:59:59.999Z
          2016-12-31T23:59:60.000Z      | 2016-12-31T23:59:59.999Z
          2016-12-31T23:59:60.5Z        | 2016-12-31T23:59:59.999Z
          20161231T235960Z              | 2016-12-31T23:59:59.999Z
          2016-12-31 23:59:60 UTC       | 2016-12-31T23:59:59.999Z
          2017-01-01T00:59:60+01:00     | 2016-12-31T23:59:59.999Z
          2017-01-01T05:29:60+05:30     | 2016-12-31T23:59:59.999Z
          2017-01-01T05:44:60+05:45     | 2016-12-31T23:59:59.999Z
          2016-12-31T15:59:60-08:00     | 2016-12-31T23:59:59.999Z
          2015-06-30T23:59:60Z          | 2015-06-30T23:59:59.999Z
          2024-02-29T23:59:60Z          | 2024-02-29T23:59:59.999Z
          2016-366T23:59:60Z            | 2016-12-31T23:59:59.999Z
          """)
  void aLeapSecondIsTheLastInstantOfItsMinute(String text, String instant) {
    assertThat(read(text, ZoneOffset.UTC), is(instant));
  }

  @Test
  void aLeapSecondMayBeLocal() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(read("2017-01-01T00:59:60", berlin), is("2016-12-31T23:59:59.999Z"));
    assertThat(read("2016-12-31T23:59:60", berlin), is(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A leap second that cannot be.
        "2016-12-31T23:58:60Z",
        "2016-12-31T22:59:60Z",
        "2016-12-30T23:59:60Z",
        "2016-12-31T23:59:60+01:00",
        "2016-12-31T23:59:61Z",
        "2016-12-31T24:00:60Z",
        "2016-12-31T23:60:00Z",
        "2016-12-31T23:60:60Z",
        // An hour 24 that is not midnight.
        "2024-03-10T24:00:01Z",
        "2024-03-10T24:01:00Z",
        "2024-03-10T24:00:00.0000000001Z",
        "2024-03-10T24:00:60Z",
        // Dates.
        "2023-366",
        "2024-000",
        "2024-367",
        "2024-70",
        "202470",
        "2024-0070",
        "20240310120000",
        "2024-0310",
        "202403-10",
        "2024-W10",
        "2024W10",
        "2024-W107",
        "2024W10-7",
        "2024-W00-1",
        "2023-W53-1",
        "2024-W10-0",
        "2024-W10-8",
        "2024-X10-7",
        "24-03-10",
        "+2024-03-10",
        "-2024-03-10",
        "2024/03/10",
        "10.03.2024",
        "Mar 10 2024",
        "2024-04-31",
        "1900-02-29",
        // Zones.
        "2024-03-10 12:00:00 ",
        "2024-03-10 12:00:00  UTC",
        "2024-03-10 12:00:00 UTC ",
        "2024-03-10 12:00:00UTC",
        "2024-03-10 12:00:00 UT",
        "2024-03-10 12:00:00 UTC+1",
        "2024-03-10 12:00:00 +0000 UTC",
        "2024-03-10 12:00:00 CET",
        "2024-03-10 12:00:00 PST",
        "2024-03-10 12:00:00 Europe/Berlin",
        "2024-03-10T12:00:00[Europe/Berlin]",
        "2024-03-10T12:00:00+5",
        "2024-03-10T12:00:00+5:30",
        "2024-03-10T12:00:00+053",
        "2024-03-10T12:00:00+05:3",
        "2024-03-10T12:00:00+05:",
        "2024-03-10T12:00:00+053000",
        "2024-03-10T12:00:00+05:60",
        "2024-03-10T12:00:00+05:00:60",
        "2024-03-10T12:00:00+18:01",
        "2024-03-10T12:00:00-18:00:01",
        "2024-03-10T12:00:00+",
        "2024-03-10T12:00:00 +",
        "2024-03-10T12:00:00\u221205:00",
        "2024-03-10T12:00:00ZZ",
        "2024-03-10T12:00:00Z UTC",
        "2024-03-10 UTC",
        "2024-03-10Z",
        "2024-03-10+01:00",
        // Times.
        "2024-03-10  12:00:00",
        "2024-03-10T 12:00:00",
        "2024-03-10_12:00:00",
        "2024-03-10T12:",
        "2024-03-10T12:00:",
        "2024-03-10T1200:00",
        "2024-03-10T120",
        "2024-03-10T12000",
        "2024-03-10T12:00:00.",
        "2024-03-10T12:00:00,Z",
        "2024-03-10T12:00:00.5.5Z",
        "2024-03-10T12:00:00:500Z",
        "2024-03-10T12:00.5Z",
        "2024-03-10T12:00:00 AM",
        "2024-03-10T12:00:00Z\n",
        "2024-03-10T12:00:00\u0000",
        "2024-03-10T12:00:00\uff3a",
        "\uff12024-03-10",
        "2024-03-10T12:00:0\u0660"
      })
  void everythingElseHasNoInstant(String text) {
    assertThat(read(text, ZoneOffset.UTC), is(nullValue()));
  }

  @Test
  void aFractionMayHaveAnyLength() {
    String text = "2024-03-10T12:00:00.9" + "9".repeat(1_000_000) + "Z";
    assertThat(read(text, ZoneOffset.UTC), is("2024-03-10T12:00:00.999Z"));
    assertThat(read("1969-12-31T23:59:59.9999Z", ZoneOffset.UTC), is("1969-12-31T23:59:59.999Z"));
  }
}
