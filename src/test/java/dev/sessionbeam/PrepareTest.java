package dev.sessionbeam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.prepare.EnrichEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Turns a record into an event by the rules of all steps, as plain functions. */
class PrepareTest {
  private static final String MINIMAL =
      """
      name: steps
      event:
        id: id
        machine: m
        time: {field: t, format: epoch_millis}
        action: a
        fields: [x, y, n]
      session: {gap: 30m, opening: a == 'start'}
      """;

  private static final String RECORD =
      "{\"id\":\"e\",\"m\":\"m1\",\"t\":1486252800000,\"a\":\"view\"%s}";

  private static Event prepare(String more, String fields) throws Exception {
    return apply(more, String.format(Locale.ROOT, RECORD, fields));
  }

  private static Event apply(String more, String record) throws Exception {
    Definition definition = DefinitionReader.read(MINIMAL + more, Path.of(""));
    RawRecord raw =
        new RawRecord(record.getBytes(StandardCharsets.UTF_8), new FileOrigin("file", 0));
    TimedEvent timed = RecordTimes.rule(definition).apply(raw);
    return EnrichEvents.rule(definition).apply(timed).event();
  }

  private static String fields(Event event) {
    String json = new String(event.json(), StandardCharsets.UTF_8);
    return json.replace("{\"id\":\"e\",\"m\":\"m1\",\"t\":1486252800000,\"a\":\"view\"", "")
        .replaceFirst("}$", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          scale: {x: 1000}          | ,"x":1486252800         | ,"x":1486252800000
          scale: {x: 0.5}           | ,"x":3                  | ,"x":1.5
          scale: {x: 1000}          | ,"x":0.1000000000000000055 | ,"x":100.0000000000000055000
          scale: {x: 10}            | ,"x":1e99999999999      | ,"x":1e99999999999
          scale: {x: 10}            | ,"x":"7"                | ,"x":"7"
          trim: x                   | ,"x":"\u00a0 A "         | ,"x":"A"
          lower: x                  | ,"x":"ÄB"               | ,"x":"äb"
          upper: x                  | ,"x":"straße"           | ,"x":"STRASSE"
          drop: x                   | ,"x":1,"y":2            | ,"y":2
          drop: x.b                 | ,"x":{"a": 1.0,"b":2}   | ,"x":{"a":1.0}
          rename: {x: z}            | ,"x":1.00,"y":2         | ,"y":2,"z":1.00
          map: {x: {Win: Windows}}  | ,"x":"Win"              | ,"x":"Windows"
          map: {x: {Win: Windows}}  | ,"x":"Mac"              | ,"x":"Mac"
          default: {x: 7}           | ,"x":null               | ,"x":7
          default: {x: 7}           | ,"x":0                  | ,"x":0
          set: {y: size(x) + 1}     | ,"x":"abc"              | ,"x":"abc","y":4
          set: {y: size(x) + 1}     | ,"x":5,"y":1            | ,"x":5,"y":1
          """)
  void cleaningCorrectsWhatItCanAndLeavesTheRest(String operation, String before, String after)
      throws Exception {
    assertThat(fields(prepare("clean: [{" + operation + "}]\n", before)), is(after));
  }

  @Test
  void aRuleAppliesOnlyIfItsConditionHoldsAndSeesResultsOfEarlierRules() throws Exception {
    String rules = "clean: [{lower: x}, {when: x == 'a', set: {y: '1'}}, {when: n > 3, drop: x}]\n";
    assertThat(fields(prepare(rules, ",\"x\":\"A\"")), is(",\"x\":\"a\",\"y\":1"));
    assertThat(fields(prepare(rules, ",\"x\":\"B\",\"n\":\"4\"")), is(",\"x\":\"b\",\"n\":\"4\""));
  }

  @Test
  void anActionThatIsAnOpeningActionOnlyAfterCleaningOpensASession() throws Exception {
    String record = String.format(Locale.ROOT, RECORD, "").replace("view", " START ");
    assertThat(apply("", record).opening(), is(false));
    assertThat(apply("clean: [{trim: a, lower: a}]\n", record).opening(), is(true));
  }

  @Test
  void enrichedFieldsComeInOrderReplaceFieldsOfTheirNameAndAreLeftOutIfTheyCannotBeComputed()
      throws Exception {
    String enrich =
        "enrich: {x: instant.date(), n2: n + 1, day: instant.isoDayOfWeek(), twice: day * 2, bad: int(y)}\n";
    assertThat(
        fields(prepare(enrich, ",\"x\":\"old\",\"n\":41,\"y\":\"no\"")),
        is(",\"n\":41,\"y\":\"no\",\"x\":\"2017-02-05\",\"n2\":42,\"day\":7,\"twice\":14"));
  }

  @Test
  void fieldsOfTheEventWithNamesOfSessionFieldsAreRemoved() throws Exception {
    assertThat(
        fields(prepare("", ",\"session_id\":1,\"x\":1.0,\"session_index\":2")), is(",\"x\":1.0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          validate: {required: [x]}            | ,"x":null  | MISSING_FIELD
          validate: {allowed: {x: [1, b]}}     | ,"x":2     | VALUE_NOT_ALLOWED
          validate: {range: {x: {min: 1}}}     | ,"x":0.99  | VALUE_NOT_ALLOWED
          validate: {range: {x: {max: 1}}}     | ,"x":1.01  | VALUE_NOT_ALLOWED
          validate: {range: {x: {max: 1}}}     | ,"x":"1"   | WRONG_TYPE
          clean: [{set: {a: "a.substring(1, 1)"}}] | ``     | BLANK_FIELD
          clean: [{set: {m: size(m)}}]         | ``         | WRONG_TYPE
          clean: [{scale: {t: 1000}}]          | ``         | TIME_OUT_OF_RANGE
          clean: [{set: {t: "string(t) + 'x'"}}] | ``         | UNREADABLE_TIME
          """)
  void recordsThatFailAStepAreRejected(String more, String fields, String reason) {
    RecordRejectedException rejected =
        assertThrows(RecordRejectedException.class, () -> prepare(more + "\n", fields));
    assertThat(rejected.reason().name(), is(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          validate: {allowed: {x: [1, b]}}     | ,"x":1.0
          validate: {allowed: {x: [1, b]}}     | ,"x":"b"
          validate: {allowed: {x: [1, b]}}     | ``
          validate: {range: {x: {min: 1, max: 1}}} | ,"x":1
          """)
  void recordsThatPassTheChecksStayAsTheyAre(String more, String fields) throws Exception {
    assertThat(fields(prepare(more + "\n", fields)), is(fields == null ? "" : fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          scale: {t: 0.001}                   | 1486252800123456 | 1486252800123 | 1486252800123.456
          scale: {t: 0.001}                   | 1486252800123000 | 1486252800123 | 1486252800123
          scale: {t: 0.001}                   | 1486252800123999 | 1486252800123 | 1486252800123.999
          scale: {t: 0.000001}                | 1486252800123456789 | 1486252800123 | 1486252800123.456789
          set: {t: double(t) / 1000.0}        | 1486252800123456 | 1486252800123 | 1.486252800123456E12
          set: {t: string(t)}                 | 1486252800123    | UNREADABLE_TIME | ``
          scale: {t: 0.001}                   | 1486252800123456.0 | WRONG_TYPE | ``
          scale: {t: 1}                       | 1486252800123.5  | WRONG_TYPE    | ``
          scale: {x: 0.001}                   | 1486252800123.0  | WRONG_TYPE    | ``
          """)
  void aTimeThatARuleHasComputedMayHaveAFraction(
      String operation, String time, String outcome, String written) throws Exception {
    String record = String.format(Locale.ROOT, RECORD, "").replace("1486252800000", time);
    try {
      Event event = apply("clean: [{" + operation + "}]\n", record);
      assertThat(String.valueOf(event.millis()), is(outcome));
      assertThat(fields(event), containsString("\"t\":" + written + ","));
    } catch (RecordRejectedException e) {
      assertThat(e.reason().name(), is(outcome));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "946684799999, false",
    "946684800000, true",
    "4102444799999, true",
    "4102444800000, false"
  })
  void timesMustBeInTheYears2000To2099(String millis, boolean valid) throws Exception {
    String record = String.format(Locale.ROOT, RECORD, "").replace("1486252800000", millis);
    if (valid) {
      assertThat(apply("", record).millis(), is(Long.parseLong(millis)));
    } else {
      assertThrows(RecordRejectedException.class, () -> apply("", record));
    }
  }
}
