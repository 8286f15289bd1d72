package dev.sessionbeam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionPrinter;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.prepare.EnrichEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles that are expressions, and fields whose names have dots. */
class ComputedRolesTest {
  private static final String FIELD_TIME = "{field: t, format: epoch_millis}";

  private static Definition read(String id, String machine, String time, String action, String more)
      throws Exception {
    return DefinitionReader.read(
        String.format(
            Locale.ROOT,
            """
            name: computed
            event:
              id: %s
              machine: %s
              time: %s
              action: %s
            %s
            session: {gap: 30m}
            """,
            id,
            machine,
            time,
            action,
            more),
        Path.of(""));
  }

  private static Event apply(Definition definition, String json) throws RecordRejectedException {
    RawRecord raw = new RawRecord(json.getBytes(StandardCharsets.UTF_8), new FileOrigin("file", 0));
    return EnrichEvents.rule(definition).apply(RecordTimes.rule(definition).apply(raw)).event();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          coalesce(user, anonymous)       | "user":"u","anonymous":"a"   | u
          coalesce(user, anonymous)       | "user":null,"anonymous":"a"  | a
          coalesce(user, anonymous)       | "anonymous":"a"              | a
          tenant + '/' + device           | "tenant":"t","device":"d"    | t/d
          string(uid)                     | "uid":9223372036854775807    | 9223372036854775807
          string(uid)                     | "uid":18446744073709551615   | 18446744073709551615
          "'m' + kind"                    | "kind":"x"                   | mx
          this['client.ip']               | "client.ip":"10.0.0.1"       | 10.0.0.1
          "user != null ? user : '?'"     | "x":1                        | ?
          '"client.ip"'                   | "client.ip":"10.0.0.1"       | 10.0.0.1
          '`client.ip`'                   | "client.ip":"10.0.0.2"       | 10.0.0.2
          'log."client.ip"'               | "log":{"client.ip":"9"}      | 9
          '"c"."b.c".d'                  | "c":{"b.c":{"d":"e"}}        | e
          '"coalesce(a, b)"'              | "coalesce(a, b)":"x"         | x
          made                            | "made":" m "                 | m
          machine-id                      | "machine-id":"m"             | m
          client ip                       | "client ip":"m"              | m
          a/b:c@d                         | "a/b:c@d":"m"                | m
          """)
  void theMachineIsAFieldOrAnExpression(String machine, String fields, String expected)
      throws Exception {
    Definition definition = read("id", machine, FIELD_TIME, "a", "clean: [{trim: made}]");
    Event event =
        apply(definition, "{\"id\":\"1\",\"t\":1486252800000,\"a\":\"view\"," + fields + "}");
    assertThat(event.machine(), is(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          coalesce(user, anonymous)  | "x":1            | MISSING_FIELD event.machine: coalesce(user, anonymous) is null
          coalesce(user, anonymous)  | "user":7         | WRONG_TYPE event.machine: coalesce(user, anonymous) must be a string
          coalesce(user, anonymous)  | "user":" "       | BLANK_FIELD event.machine: coalesce(user, anonymous) is blank
          user + '/' + device        | "user":"u"       | MISSING_FIELD event.machine: user + '/' + device has no value
          user + ''                  | "user":"\\ud800" | NOT_UTF8 event.machine: user + '' has half of a surrogate pair, which is not text
          """)
  void aRecordWithoutAComputedMachineSaysWhy(String machine, String fields, String expected)
      throws Exception {
    Definition definition = read("id", machine, FIELD_TIME, "a", "");
    RecordRejectedException rejected =
        assertThrows(
            RecordRejectedException.class,
            () ->
                apply(
                    definition,
                    "{\"id\":\"1\",\"t\":1486252800000,\"a\":\"view\"," + fields + "}"));
    assertThat(rejected.reason() + " " + rejected.getMessage(), is(expected));
    RawRecord raw = new RawRecord(new byte[0], new FileOrigin("file", 0));
    assertThat(rejected.of(raw).stage(), is(Stage.CLEAN));
    assertThat(rejected.of(raw).field(), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {field: t + (received - sent), format: epoch_millis} | "t":1486252800000,"received":50,"sent":20 | 1486252800030
          {field: int(t), format: epoch_seconds}   | "t":"1486252800"                    | 1486252800000
          {field: timestamp(t)}                    | "t":"2017-02-05T00:00:00.123456Z"   | 1486252800123
          {field: timestamp(t) + duration('1s')}   | "t":"2017-02-05T00:00:00Z"          | 1486252801000
          "{field: 'coalesce(t, u)', format: iso8601}" | "u":"2017-02-05T00:00:00"       | 1486252800000
          {field: '"@t.x"', format: epoch_millis}  | "@t.x":1486252800000                | 1486252800000
          """)
  void theTimeIsAFieldOrAnExpression(String time, String fields, long expected) throws Exception {
    Definition definition = read("id", "m", time.replaceAll("^\"|\"$", ""), "a", "");
    assertThat(
        apply(definition, "{\"id\":\"1\",\"m\":\"m\",\"a\":\"view\"," + fields + "}").millis(),
        is(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {field: timestamp(t)}                          | "t":"x"  | MISSING_FIELD event.time: timestamp(t) has no value
          {field: t + 0, format: epoch_seconds}          | "t":"x"  | MISSING_FIELD event.time: t + 0 has no value
          {field: "coalesce(t, u)", format: epoch_millis} | "x":1   | MISSING_FIELD event.time: coalesce(t, u) is null
          {field: "coalesce(t, u)", format: epoch_millis} | "t":"x" | UNREADABLE_TIME event.time: coalesce(t, u) must be a timestamp or an integer: milliseconds since the epoch
          {field: "coalesce(t, u)"}                      | "t":7    | UNREADABLE_TIME event.time: coalesce(t, u) must be a timestamp
          {field: t + 0, format: epoch_seconds}          | "t":5    | TIME_OUT_OF_RANGE 1970-01-01T00:00:05Z is outside the years 2000 to 2099
          """)
  void aRecordWithoutAComputedTimeSaysWhy(String time, String fields, String expected)
      throws Exception {
    Definition definition = read("id", "m", time, "a", "");
    RecordRejectedException rejected =
        assertThrows(
            RecordRejectedException.class,
            () -> apply(definition, "{\"id\":\"1\",\"m\":\"m\",\"a\":\"view\"," + fields + "}"));
    assertThat(rejected.reason() + " " + rejected.getMessage(), is(expected));
  }

  @Test
  void aRecordOfAStreamMayTakeItsTimeAndItsMachineFromTheStream() throws Exception {
    Definition definition =
        read("id", "coalesce(m, partition_key())", "{field: arrival()}", "a", "");
    byte[] json = "{\"id\":\"1\",\"a\":\"view\"}".getBytes(StandardCharsets.UTF_8);
    KinesisOrigin origin = new KinesisOrigin("s", "shard-0", "7", 0, "key", 1_486_252_800_000L);
    for (Origin place : List.of(origin, InnerOrigin.ofRecord(origin, 3))) {
      Event event =
          EnrichEvents.rule(definition)
              .apply(RecordTimes.rule(definition).apply(new RawRecord(json, place)))
              .event();
      assertThat(event.machine(), is("key"));
      assertThat(event.millis(), is(1_486_252_800_000L));
    }
    RecordRejectedException rejected =
        assertThrows(
            RecordRejectedException.class,
            () -> apply(definition, "{\"id\":\"1\",\"m\":\"m\",\"a\":\"view\"}"));
    assertThat(
        rejected.reason() + " " + rejected.getMessage(),
        is(
            "MISSING_FIELD event.time: arrival() is null; only records of a stream have an arrival"
                + " and a partition key"));
    // A line of an archive would lack both.
    assertThat(RecordTimes.plainInArchive(definition).test(new RawRecord(json, origin)), is(false));
    Definition fields = read("id", "id2", FIELD_TIME, "a", "");
    byte[] line =
        "{\"id\":\"1\",\"id2\":\"m\",\"t\":1486252800000,\"a\":\"v\"}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(RecordTimes.plainInArchive(fields).test(new RawRecord(line, origin)), is(true));
  }

  @Test
  void theIdAndTheActionMayBeComputed() throws Exception {
    Definition definition = read("tenant + id", "m", FIELD_TIME, "coalesce(a, 'unknown')", "");
    Event event =
        apply(definition, "{\"tenant\":\"t\",\"id\":\"1\",\"m\":\"m\",\"t\":1486252800000}");
    assertThat(new String(event.id(), StandardCharsets.UTF_8), is("t1"));
    assertThat(event.action(), is("unknown"));
  }

  @Test
  void aComputedRoleSeesTheCleanedRecord() throws Exception {
    Definition definition =
        read(
            "id",
            "lower + ''",
            FIELD_TIME,
            "a",
            "clean: [{set: {lower: raw.lowerAscii()}}]".replace("raw", "this.raw"));
    Event event =
        apply(definition, "{\"raw\":\"ABC\",\"id\":\"1\",\"a\":\"v\",\"t\":1486252800000}");
    assertThat(event.machine(), is("abc"));
  }

  @Test
  void aDefinitionWithComputedRolesIsPrintedAsItReads() throws Exception {
    Definition definition =
        read(
            "string(uid)",
            "coalesce(user, anonymous)",
            "{field: timestamp(t)}",
            "'\"event.action\"'",
            "");
    String printed = DefinitionPrinter.print(definition);
    assertThat(DefinitionPrinter.print(DefinitionReader.read(printed, Path.of(""))), is(printed));
    assertThat(definition.roles().machineInSessions().toString(), is("machine"));
  }
}
