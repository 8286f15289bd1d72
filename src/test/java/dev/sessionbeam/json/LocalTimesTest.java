package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTimesTest {
  private static @Nullable String read(TimeFormat format, String text) {
    Long millis = format.millis(JsonValue.of(text));
    return millis == null ? null : Instant.ofEpochMilli(millis).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Clocks go forward by an hour.
          Europe/Berlin       | 2024-03-31T01:59:59.999 | 2024-03-31T00:59:59.999Z
          Europe/Berlin       | 2024-03-31T02:00:00     | 2024-03-31T01:00:00Z
          Europe/Berlin       | 2024-03-31T02:30:00.5   | 2024-03-31T01:00:00Z
          Europe/Berlin       | 2024-03-31T02:59:59.999 | 2024-03-31T01:00:00Z
          Europe/Berlin       | 2024-03-31T03:00:00     | 2024-03-31T01:00:00Z
          Europe/Berlin       | 2024-03-31T03:00:00.001 | 2024-03-31T01:00:00.001Z
          America/New_York    | 2024-03-10T02:30:00     | 2024-03-10T07:00:00Z
          # Clocks go back by an hour.
          Europe/Berlin       | 2024-10-27T01:59:59.999 | 2024-10-26T23:59:59.999Z
          Europe/Berlin       | 2024-10-27T02:00:00     | 2024-10-27T00:00:00Z
          Europe/Berlin       | 2024-10-27T02:30:00     | 2024-10-27T00:30:00Z
          Europe/Berlin       | 2024-10-27T02:59:59.999 | 2024-10-27T00:59:59.999Z
          Europe/Berlin       | 2024-10-27T03:00:00     | 2024-10-27T02:00:00Z
          # There is no midnight.
          America/Sao_Paulo   | 2018-11-03T23:59:59     | 2018-11-04T02:59:59Z
          America/Sao_Paulo   | 2018-11-04              | 2018-11-04T03:00:00Z
          America/Sao_Paulo   | 2018-11-03T24:00:00     | 2018-11-04T03:00:00Z
          America/Sao_Paulo   | 2018-11-04T00:30:00     | 2018-11-04T03:00:00Z
          America/Sao_Paulo   | 2018-11-04T01:00:00     | 2018-11-04T03:00:00Z
          Asia/Beirut         | 2024-03-31              | 2024-03-30T22:00:00Z
          # There is no such day.
          Pacific/Apia        | 2011-12-29T23:59:59     | 2011-12-30T09:59:59Z
          Pacific/Apia        | 2011-12-30              | 2011-12-30T10:00:00Z
          Pacific/Apia        | 2011-12-30T23:59:59     | 2011-12-30T10:00:00Z
          Pacific/Apia        | 2011-12-31              | 2011-12-30T10:00:00Z
          # Clocks go by half an hour.
          Australia/Lord_Howe | 2024-10-06T01:59:59     | 2024-10-05T15:29:59Z
          Australia/Lord_Howe | 2024-10-06T02:15:00     | 2024-10-05T15:30:00Z
          Australia/Lord_Howe | 2024-10-06T02:30:00     | 2024-10-05T15:30:00Z
          Australia/Lord_Howe | 2024-04-07T01:45:00     | 2024-04-06T14:45:00Z
          Australia/Lord_Howe | 2024-04-07T02:00:00     | 2024-04-06T15:30:00Z
          # The zone itself moves.
          Asia/Pyongyang      | 2018-05-04T23:45:00     | 2018-05-04T15:00:00Z
          Europe/Istanbul     | 2016-03-27T03:30:00     | 2016-03-27T01:00:00Z
          """)
  void aTimeThatDoesNotExistIsTheInstantAtWhichTheClockJumps(
      ZoneId zone, String text, String instant) {
    assertThat(read(TimeFormat.iso8601(zone), text), is(instant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yyyy-MM-dd HH:mm      | 2024-03-31 02:30                  | 2024-03-31T01:00:00Z
          yyyy-MM-dd HH:mm      | 2024-03-31 03:00                  | 2024-03-31T01:00:00Z
          yyyy-MM-dd HH:mm      | 2024-10-27 02:30                  | 2024-10-27T00:30:00Z
          yyyy-MM-dd[ HH:mm]    | 2024-03-31                        | 2024-03-30T23:00:00Z
          # The text names its own zone.
          yyyy-MM-dd HH:mm VV   | 2024-03-10 02:30 America/New_York | 2024-03-10T07:00:00Z
          yyyy-MM-dd HH:mm VV   | 2024-03-10 03:00 America/New_York | 2024-03-10T07:00:00Z
          yyyy-MM-dd HH:mm VV   | 2024-11-03 01:30 America/New_York | 2024-11-03T05:30:00Z
          yyyy-MM-dd VV         | 2018-11-04 America/Sao_Paulo      | 2018-11-04T03:00:00Z
          yyyy-MM-dd HH:mm z    | 2024-03-10 02:30 PST              | 2024-03-10T10:00:00Z
          # An offset leaves no doubt.
          yyyy-MM-dd HH:mm XXX  | 2024-03-31 02:30 +01:00           | 2024-03-31T01:30:00Z
          yyyy-MM-dd HH:mm XXX  | 2024-10-27 02:30 +01:00           | 2024-10-27T01:30:00Z
          yyyy-MM-dd HH:mmXXX'['VV']' | 2024-10-27 02:30+01:00[Europe/Berlin] | 2024-10-27T01:30:00Z
          """)
  void aPatternFollowsTheSameRule(String pattern, String text, String instant) {
    TimeFormat format = TimeFormat.pattern(pattern, ZoneId.of("Europe/Berlin"));
    assertThat(read(format, text), is(instant));
  }

  @Test
  void finerDigitsAreFlooredBefore1970() {
    LocalDateTime local = LocalDateTime.parse("1969-12-31T23:59:59.9999");
    assertThat(LocalTimes.millis(local, ZoneOffset.UTC), is(-1L));
  }
}
