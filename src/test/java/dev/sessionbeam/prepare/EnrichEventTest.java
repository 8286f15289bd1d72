package dev.sessionbeam.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locales")
class EnrichEventTest {
  private static final String ROLES = "\"m\":\"m\",\"t\":7,\"a\":\"view\"";
  private static final long MILLIS = Instant.parse("2017-02-05T07:08:09.123Z").toEpochMilli();

  private static Event enriched(String id, String enrich, String opening, String json, String raw)
      throws Exception {
    String yaml =
        String.format(
            Locale.ROOT,
            """
        name: irc
        event:
          %smachine: m
          time: {field: t, format: epoch_millis}
          action: a
          fields: [x, y]
        %s
        session: {gap: 30m%s}
        """,
            id,
            enrich,
            opening);
    EnrichEvent rule =
        SerializableUtils.clone(new EnrichEvent(DefinitionReader.read(yaml, Path.of(""))));
    RawRecord record = new RawRecord(raw.getBytes(UTF_8), new FileOrigin("f", 0));
    ParsedEvent event = new ParsedEvent(record, JsonObject.parse(json.getBytes(UTF_8)));
    return rule.apply(new TimedEvent(event, MILLIS));
  }

  private static String json(String enrich, String fields) throws Exception {
    String json = "{" + fields + "," + ROLES + "}";
    return new String(enriched("", enrich, "", json, "raw").json(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          enrich: {day: instant.date(), hour: instant.getHours()} | "x":1.0 | {"x":1.0,ROLES,"day":"2017-02-05","hour":7}
          enrich: {b: x + 1, c: b + 1}        | "x":1         | {"x":1,ROLES,"b":2,"c":3}
          enrich: {v: int(x)}                 | "x":"7"       | {"x":"7",ROLES,"v":7}
          enrich: {v: int(x)}                 | "x":"seven"   | {"x":"seven",ROLES}
          enrich: {v: int(x), w: v == null}   | "x":"seven"   | {"x":"seven",ROLES,"w":true}
          enrich: {v: x}                      | "y":1         | {"y":1,ROLES,"v":null}
          enrich: {x: x + 1}                  | "x":1,"y":2   | {"y":2,ROLES,"x":2}
          enrich: {x: int(y)}                 | "x":1,"y":"b" | {"y":"b",ROLES}
          enrich: {x: a.z, y: x == null}         | "x":1,"y":2   | {ROLES,"y":true}
          ``                                  | "x" : [1, 2]  | {"x":[1, 2],ROLES}
          ``                                  | "session_id":1,"x":1.0,"session_start":2,"session_index":3,"session_end":4 | {"x":1.0,"session_end":4,ROLES}
          enrich: {v: this.session_id}        | "session_id":1,"x":1 | {"x":1,ROLES,"v":1}
          """)
  void newFieldsComeLastAndNamesOfTheOutputAreRemoved(String enrich, String fields, String expected)
      throws Exception {
    assertThat(json(enrich, fields), is(expected.replace("ROLES", ROLES)));
  }

  @Test
  void anEventHasTheValuesThatItsSessionNeeds() throws Exception {
    String json = "{\"i\":\"\u00e9\"," + ROLES + "}";
    assertThat(
        enriched("id: i\n  ", "", "", json, "raw"),
        is(new Event("m", "\u00e9".getBytes(UTF_8), MILLIS, false, "view", json.getBytes(UTF_8))));
  }

  @Test
  void withoutAnIdFieldTheRecordsOwnBytesAreTheId() throws Exception {
    Event event = enriched("", "", "", "{" + ROLES + "}", " {\"raw\":1} ");
    assertThat(new String(event.id(), UTF_8), is(" {\"raw\":1} "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a == 'view'              | true
          a == 'start'             | false
          x == 1                   | true
          v == 2                   | true
          instant.getHours() == 7  | true
          y == 'gone'              | false
          y.startsWith('gone')     | false
          this.session_id == 's'   | true
          """)
  void theOpeningConditionSeesTheEnrichedEvent(String opening, boolean opens) throws Exception {
    String json = "{\"x\":1,\"session_id\":\"s\"," + ROLES + "}";
    Event event = enriched("", "enrich: {v: x + 1}", ", opening: \"" + opening + "\"", json, "r");
    assertThat(event.opening(), is(opens));
  }
}
