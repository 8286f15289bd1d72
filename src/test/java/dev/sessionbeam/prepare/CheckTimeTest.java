package dev.sessionbeam.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTimeTest {
  private static String outcome(String format, String time) throws Exception {
    String yaml =
        String.format(
            Locale.ROOT,
            """
        name: irc
        event:
          machine: m
          time: {field: c.t, format: %s}
          action: a
        session: {gap: 30m}
        """,
            format);
    CheckTime rule =
        SerializableUtils.clone(new CheckTime(DefinitionReader.read(yaml, Path.of(""))));
    return applied(rule, time, new FileOrigin("f", 0));
  }

  private static String applied(CheckTime rule, String time, Origin origin) throws Exception {
    byte[] bytes = ("{\"c\":{\"t\":" + time + "}}").getBytes(UTF_8);
    ParsedEvent event = new ParsedEvent(new RawRecord(bytes, origin), JsonObject.parse(bytes));
    try {
      return String.valueOf(rule.apply(event).millis());
    } catch (RecordRejectedException e) {
      return e.reason() + " " + e.field() + ": " + e.getMessage();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          epoch_millis  | 946684800000  | 946684800000
          epoch_millis  | 946684799999  | TIME_OUT_OF_RANGE c.t: 1999-12-31T23:59:59.999Z is outside the years 2000 to 2099
          epoch_millis  | 4102444799999 | 4102444799999
          epoch_millis  | 4102444800000 | TIME_OUT_OF_RANGE c.t: 2100-01-01T00:00:00Z is outside the years 2000 to 2099
          epoch_millis  | -1            | TIME_OUT_OF_RANGE c.t: 1969-12-31T23:59:59.999Z is outside the years 2000 to 2099
          epoch_millis  | 1486252800    | TIME_OUT_OF_RANGE c.t: 1970-01-18T04:50:52.800Z is outside the years 2000 to 2099
          epoch_millis  | 9223372036854775807 | TIME_OUT_OF_RANGE c.t: +292278994-08-17T07:12:55.807Z is outside the years 2000 to 2099
          epoch_millis  | 9223372036854775808 | UNREADABLE_TIME c.t: must be an integer: milliseconds since the epoch
          epoch_millis  | 1486252800123.9 | 1486252800123
          epoch_millis  | 1.4862528001239E12 | 1486252800123
          epoch_millis  | 4102444799999.9 | 4102444799999
          epoch_millis  | 946684799999.9 | TIME_OUT_OF_RANGE c.t: 1999-12-31T23:59:59.999Z is outside the years 2000 to 2099
          epoch_millis  | -0.1          | TIME_OUT_OF_RANGE c.t: 1969-12-31T23:59:59.999Z is outside the years 2000 to 2099
          epoch_millis  | 1e999999999   | UNREADABLE_TIME c.t: must be an integer: milliseconds since the epoch
          epoch_millis  | "x"           | UNREADABLE_TIME c.t: must be an integer: milliseconds since the epoch
          epoch_millis  | null          | MISSING_FIELD c.t: is null
          epoch_seconds | 1486252800    | 1486252800000
          epoch_seconds | 1486252800.1239 | 1486252800123
          epoch_seconds_lenient | "1486252800.1239" | 1486252800123
          epoch_millis_lenient | "1486252800123" | 1486252800123
          epoch_millis_lenient | "2017-02-05" | UNREADABLE_TIME c.t: must be a number, or a number in a string: milliseconds since the epoch
          epoch_micros  | "1486252800123456" | 1486252800123
          epoch_nanos   | 1486252800123456789 | 1486252800123
          epoch_micros  | 946684799999999 | TIME_OUT_OF_RANGE c.t: 1999-12-31T23:59:59.999Z is outside the years 2000 to 2099
          epoch_seconds | 946684799     | TIME_OUT_OF_RANGE c.t: 1999-12-31T23:59:59Z is outside the years 2000 to 2099
          iso8601       | "2017-02-05T00:00:00.1239Z" | 1486252800123
          iso8601       | "2000-01-01T00:00:00+00:00" | 946684800000
          iso8601       | "2000-01-01T00:00:00+00:01" | TIME_OUT_OF_RANGE c.t: 1999-12-31T23:59:00Z is outside the years 2000 to 2099
          iso8601       | "2099-12-31T23:59:59.9999999Z" | 4102444799999
          iso8601       | "2017-02-30"  | UNREADABLE_TIME c.t: must be an ISO 8601 time as a string
          iso8601       | ""            | UNREADABLE_TIME c.t: must be an ISO 8601 time as a string
          iso8601       | 1486252800000 | UNREADABLE_TIME c.t: must be an ISO 8601 time as a string
          dd.MM.yyyy HH:mm X | "05.02.2017 00:00 Z" | 1486252800000
          dd.MM.yyyy HH:mm X | "30.02.2017 00:00 Z" | UNREADABLE_TIME c.t: must be a string by the pattern dd.MM.yyyy HH:mm X
          """)
  void onlyAnInstantFrom2000To2099IsAccepted(String format, String time, String outcome)
      throws Exception {
    assertThat(outcome(format, time), is(outcome));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1500003600000 | 1500003600000
          1500003600001 | AHEAD_OF_ARRIVAL c.t: 2017-07-14T03:40:00.001Z is more than max_clock_skew after the arrival at 2017-07-14T02:40:00Z
          1200000000000 | 1200000000000
          """)
  void anInstantFarAfterTheArrivalIsRejected(String time, String result) throws Exception {
    String yaml =
        """
        name: t
        event:
          machine: m
          time: {field: c.t, format: epoch_millis, max_clock_skew: 1h}
          action: a
        session: {gap: 30m}
        """;
    CheckTime rule = new CheckTime(DefinitionReader.read(yaml, Path.of("")));
    Origin arrived = new KinesisOrigin("s", "shard", "1", 0, "key", 1_500_000_000_000L);
    assertThat(applied(rule, time, arrived), is(result));
  }
}
