package dev.sessionbeam.prepare;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import java.nio.file.Path;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateRecordTest {
  private static final String NITRO =
      """
      name: nitro
      event:
        id: event_id
        machine: machine_id
        time: {field: timestamp, format: epoch_millis}
        action: action
      session: {gap: 30m}
      """;
  private static final String NESTED =
      """
      name: web
      event:
        machine: context.device.id
        time: {field: context.time, format: iso8601}
        action: action
      session: {gap: 30m}
      """;
  private static final String GOOD =
      "{\"event_id\":\"e\",\"machine_id\":\"m\",\"timestamp\":7,\"action\":\"view\"}";

  static Definition definition(String yaml) throws Exception {
    return DefinitionReader.read(yaml, Path.of(""));
  }

  static RawRecord record(String latin) {
    return new RawRecord(latin.getBytes(ISO_8859_1), new FileOrigin("a", 0));
  }

  /** Returns the reason and the field of a rejected record, or "ok". */
  static String outcome(String yaml, String record) throws Exception {
    ValidateRecord rule = SerializableUtils.clone(new ValidateRecord(definition(yaml)));
    try {
      assertThat(rule.apply(record(record)).raw(), is(record(record)));
      return "ok";
    } catch (RecordRejectedException e) {
      assertThat(e.getMessage(), is(not("null")));
      return e.reason() + " " + e.field();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "m"                      | "m"                      | ok
          "m"                      | " m "                    | ok
          "m"                      | "\\u0000"                | ok
          "m"                      | ""                       | BLANK_FIELD machine_id
          "m"                      | " \\t\\n\\u00a0\\u2003"  | BLANK_FIELD machine_id
          "m"                      | null                     | MISSING_FIELD machine_id
          "m"                      | 7                        | WRONG_TYPE machine_id
          "m"                      | true                     | WRONG_TYPE machine_id
          "m"                      | ["m"]                    | WRONG_TYPE machine_id
          "m"                      | {}                       | WRONG_TYPE machine_id
          "m"                      | "\\ud800"                | NOT_UTF8 machine_id
          "m"                      | "m","x":1,"machine_id":"m" | DUPLICATE_FIELD machine_id
          "machine_id":"m",        | ``                       | MISSING_FIELD machine_id
          "view"                   | ""                       | BLANK_FIELD action
          "view"                   | false                    | WRONG_TYPE action
          "action":"view"          | "x":1                    | MISSING_FIELD action
          "action":"view"          | "action":"view","\\u0061ction":"b" | DUPLICATE_FIELD action
          "e"                      | ""                       | BLANK_FIELD event_id
          "e"                      | 7                        | WRONG_TYPE event_id
          "e"                      | "\\udc00"                | NOT_UTF8 event_id
          "event_id":"e",          | ``                       | MISSING_FIELD event_id
          "e"                      | "e","event_id":"e"       | DUPLICATE_FIELD event_id
          7                        | -1                       | ok
          7                        | 99999999999999999999999  | ok
          7                        | "7"                      | WRONG_TYPE timestamp
          7                        | 7.0                      | WRONG_TYPE timestamp
          7                        | 7e0                      | WRONG_TYPE timestamp
          7                        | true                     | WRONG_TYPE timestamp
          7                        | null                     | MISSING_FIELD timestamp
          "timestamp":7,           | ``                       | MISSING_FIELD timestamp
          7                        | 7,"timestamp":7          | DUPLICATE_FIELD timestamp
          7                        | 7,"x":1,"x":2            | ok
          7                        | 7,"x":{"action":1,"action":2} | ok
          7                        | 7,"x":1e99999999999      | ok
          """)
  void aRoleMustHaveAValidField(String original, String instead, String outcome) throws Exception {
    assertThat(outcome(NITRO, GOOD.replace(original, instead)), is(outcome));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          epoch_millis          | 7       | ok
          epoch_millis          | 7.5     | WRONG_TYPE timestamp
          epoch_millis          | "7"     | WRONG_TYPE timestamp
          epoch_seconds         | 7       | ok
          epoch_seconds         | 7.5     | WRONG_TYPE timestamp
          epoch_seconds         | 7e0     | WRONG_TYPE timestamp
          epoch_seconds         | "7"     | WRONG_TYPE timestamp
          epoch_millis_lenient  | 7       | ok
          epoch_millis_lenient  | 7.5     | ok
          epoch_millis_lenient  | "7"     | ok
          epoch_millis_lenient  | "seven" | ok
          epoch_millis_lenient  | true    | WRONG_TYPE timestamp
          epoch_millis_lenient  | [7]     | WRONG_TYPE timestamp
          epoch_millis_lenient  | null    | MISSING_FIELD timestamp
          epoch_seconds_lenient | 7e0     | ok
          epoch_seconds_lenient | {}      | WRONG_TYPE timestamp
          epoch_micros          | "7"     | ok
          epoch_micros          | 7.5     | ok
          epoch_nanos           | 7       | ok
          epoch_nanos           | false   | WRONG_TYPE timestamp
          """)
  void theTimeMustHaveTheTypeOfItsFormat(String format, String time, String outcome)
      throws Exception {
    assertThat(
        outcome(
            NITRO.replace("epoch_millis", format),
            GOOD.replace("\"timestamp\":7", "\"timestamp\":" + time)),
        is(outcome));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"context":{"device":{"id":"m"},"time":"2017-02-05"},"action":"a"}  | ok
          {"context":{"device":{"id":"m"},"time":"nonsense"},"action":"a"}    | ok
          {"context":{"device":{"id":"m"},"time":7},"action":"a"}             | WRONG_TYPE context.time
          {"context":{"device":{"id":" "},"time":"2017-02-05"},"action":"a"}  | BLANK_FIELD context.device.id
          {"context":{"device":{},"time":"2017-02-05"},"action":"a"}          | MISSING_FIELD context.device.id
          {"context":{"device":"m","time":"2017-02-05"},"action":"a"}         | MISSING_FIELD context.device.id
          {"context":null,"action":"a"}                                       | MISSING_FIELD context.device.id
          {"context":[{"device":{"id":"m"}}],"action":"a"}                    | MISSING_FIELD context.device.id
          {"action":"a"}                                                      | MISSING_FIELD context.device.id
          {"context":{"device":{"id":"m","id":"m"},"time":""},"action":"a"}   | DUPLICATE_FIELD context.device.id
          {"context":{"device":{"id":"m"},"device":{"id":"m"},"time":""},"action":"a"} | DUPLICATE_FIELD context.device.id
          {"context":{},"context":{"device":{"id":"m"},"time":""},"action":"a"} | DUPLICATE_FIELD context.device.id
          {"context":{"device":{"id":"m","x":1,"x":2},"time":""},"action":"a"} | ok
          """)
  void aNestedRoleIsFollowedThroughItsObjects(String record, String outcome) throws Exception {
    assertThat(outcome(NESTED, record), is(outcome));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no json              | NOT_JSON null
          {"a":                | NOT_JSON null
          [1,2,3]              | NOT_AN_OBJECT null
          42                   | NOT_AN_OBJECT null
          null                 | NOT_AN_OBJECT null
          {"a":"\u00ff"}       | NOT_UTF8 null
          {}                   | MISSING_FIELD machine_id
          """)
  void aRecordThatIsNotAnObjectIsRejectedAsAWhole(String record, String outcome) throws Exception {
    assertThat(outcome(NITRO, record), is(outcome));
  }

  @Test
  void aRecordThatIsTooDeepOrTooLargeIsRejectedAsAWhole() throws Exception {
    String deep = GOOD.replace("{", "{\"x\":" + "[".repeat(1000) + "]".repeat(1000) + ",");
    assertThat(outcome(NITRO, deep), is("TOO_DEEP null"));
    String padding = " ".repeat(ValidateRecord.MAX_BYTES - GOOD.length());
    assertThat(outcome(NITRO, GOOD + padding), is("ok"));
    assertThat(outcome(NITRO, GOOD + padding + " "), is("TOO_LARGE null"));
    assertThat(outcome(NITRO, "x".repeat(ValidateRecord.MAX_BYTES + 1)), is("TOO_LARGE null"));
  }

  @Test
  void aValidRecordKeepsItsTextAndItsBytes() throws Exception {
    RawRecord raw = record(" {\"x\" : 1.0 ," + GOOD.substring(1) + "\n");
    ParsedEvent event = new ValidateRecord(definition(NITRO)).apply(raw);
    assertThat(event.raw(), is(sameInstance(raw)));
    assertThat(event.fields(), hasToString("{\"x\":1.0," + GOOD.substring(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "7"})
  void theFirstFaultCounts(String machine) {
    RecordRejectedException e =
        assertThrows(
            RecordRejectedException.class,
            () ->
                new ValidateRecord(definition(NITRO + "validate: {required: x}\n"))
                    .apply(record(GOOD.replace("\"m\"", machine))));
    assertThat(e.reason(), is(Reason.WRONG_TYPE));
    @Nullable String field = e.field();
    assertThat(field, is("machine_id"));
  }
}
