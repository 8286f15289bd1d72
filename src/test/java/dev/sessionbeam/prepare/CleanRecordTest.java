package dev.sessionbeam.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonObject;
import java.nio.file.Path;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanRecordTest {
  private static final String MINIMAL =
      """
      name: irc
      event:
        id: i
        machine: m
        time: {field: t, format: epoch_millis}
        action: a
        fields: [x, y, z]
      session: {gap: 30m}
      """;
  private static final String ROLES = "\"i\":\"i\",\"m\":\"m\",\"t\":7,\"a\":\"a\"";

  private static ParsedEvent event(String json) throws Exception {
    byte[] bytes = json.getBytes(UTF_8);
    return new ParsedEvent(new RawRecord(bytes, new FileOrigin("f", 0)), JsonObject.parse(bytes));
  }

  private static CleanRecord rule(String rules) throws Exception {
    return SerializableUtils.clone(
        new CleanRecord(DefinitionReader.read(MINIMAL + "clean: " + rules + "\n", Path.of(""))));
  }

  private static String cleaned(String rules, String fields) throws Exception {
    String json = "{" + fields + "," + ROLES + "}";
    return rule(rules).apply(event(json)).fields().toString().replace("," + ROLES, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{set: {x: "1 + 2"}}]          | "x":1.0        | {"x":3}
          [{set: {x: "y"}}]              | "x":1,"y":"b"  | {"x":"b","y":"b"}
          [{set: {x: "x.y"}}]            | "x":1.0        | {"x":1.0}
          [{set: {x: "int(y)"}}]         | "x":1,"y":"b"  | {"x":1,"y":"b"}
          [{set: {x.deep: "'v'"}}]       | "x":{"k":1.0}  | {"x":{"k":1.0,"deep":"v"}}
          [{set: {x: "z"}}]              | "x":1          | {"x":null}
          [{rename: {x: q}}]             | "x":1.0,"y":2  | {"y":2,"q":1.0}
          [{rename: {x: y}}]             | "x":1.0,"y":2  | {"y":1.0}
          [{rename: {x: q}}]             | "y":2          | {"y":2}
          [{rename: {x: q}}]             | "x":null,"y":1 | {"y":1,"q":null}
          [{drop: x}]                    | "x":1,"y":2    | {"y":2}
          [{drop: [x.k, z]}]             | "x":{"k":1},"y":1.0 | {"x":{},"y":1.0}
          [{trim: x}]                    | "x":" \\u00a0b c\\t " | {"x":"b c"}
          [{trim: x}]                    | "x":"\\u0062"  | {"x":"\\u0062"}
          [{trim: x}]                    | "x":" "        | {"x":""}
          [{trim: x}]                    | "x":7          | {"x":7}
          [{trim: x}]                    | "x":[" b "]    | {"x":[" b "]}
          [{trim: x}]                    | "x":" \\ud800" | {"x":"\\uD800"}
          [{trim: [x.k, y]}]             | "x":{"k":" b "},"y":" c" | {"x":{"k":"b"},"y":"c"}
          [{lower: x}]                   | "x":"\u00c9 ABC 1" | {"x":"\u00e9 abc 1"}
          [{lower: x}]                   | "x":"TITLE"    | {"x":"title"}
          [{lower: x}]                   | "x":true       | {"x":true}
          [{upper: x}]                   | "x":"\u00e9i"  | {"x":"\u00c9I"}
          [{upper: x}]                   | "x":null       | {"x":null}
          [{map: {x: {a: b, 1: one, "1.0": two, true: 7, c: null}}}] | "x":"a"  | {"x":"b"}
          [{map: {x: {a: b, 1: one, "1.0": two, true: 7, c: null}}}] | "x":1    | {"x":"one"}
          [{map: {x: {a: b, 1: one, "1.0": two, true: 7, c: null}}}] | "x":"1"  | {"x":"one"}
          [{map: {x: {a: b, 1: one, "1.0": two, true: 7, c: null}}}] | "x":1.0  | {"x":"two"}
          [{map: {x: {a: b, 1: one, "1.0": two, true: 7, c: null}}}] | "x":true | {"x":7}
          [{map: {x: {a: b, 1: one, "1.0": two, true: 7, c: null}}}] | "x":"c"  | {"x":null}
          [{map: {x: {a: b, 1: one, "1.0": two, true: 7, c: null}}}] | "x":"A"  | {"x":"A"}
          [{map: {x: {a: b}}}]           | "y":"a"        | {"y":"a"}
          [{default: {x: d}}]            | "y":1          | {"y":1,"x":"d"}
          [{default: {x: 1.0}}]          | "x":null       | {"x":1.0}
          [{default: {x: d}}]            | "x":""         | {"x":""}
          [{default: {x: d}}]            | "x":false      | {"x":false}
          [{default: {x.k: true}}]       | "y":1          | {"y":1,"x":{"k":true}}
          [{when: x == 1, set: {y: "2"}}] | "x":1         | {"x":1,"y":2}
          [{when: x == 1, set: {y: "2"}}] | "x":2         | {"x":2}
          [{when: x.startsWith('b'), drop: x}] | "x":1    | {"x":1}
          [{when: x.startsWith('b'), drop: x}] | "y":1    | {"y":1}
          [{trim: x, lower: x}, {when: x == 'b', drop: x}] | "x":" B ","y":1 | {"y":1}
          [{set: {x: "1"}}, {set: {y: "x + 1"}}] | "x":0  | {"x":1,"y":2}
          [{set: {x: "1", y: "x + 1"}}]  | "x":5          | {"x":1,"y":2}
          [{rename: {x: q}, default: {x: d}}] | "x":1.0,"y":1 | {"y":1,"q":1.0,"x":"d"}
          """)
  void aRuleChangesOnlyTheValuesThatItMatches(String rules, String before, String after)
      throws Exception {
    // New fields come after those of the roles, which the result does not show.
    assertThat(cleaned(rules, before), is(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1000  | 1486252800       | 1486252800000
          1000  | 1.5              | 1500.0
          1000  | -0               | 0
          1000  | 9223372036854775 | 9223372036854775000
          1000  | 9223372036854776 | 9223372036854776000
          -1000 | 999999999999999999 | -999999999999999999000
          1000000000000000000000 | 7 | 7000000000000000000000
          1000  | 0.1000000000000000055 | 100.0000000000000055000
          0.001 | 1486252800123    | 1486252800.123
          0.001 | 1486252800000    | 1486252800
          0.1   | 3                | 0.3
          1e3   | 5                | 5000
          1e3   | 1e2              | 1E+5
          -1    | 12345678901234567890 | -12345678901234567890
          1000  | "1486252800"     | "1486252800"
          1000  | null             | null
          1000  | true             | true
          1000  | [1]              | [1]
          1000  | 1e99999999999    | 1e99999999999
          1e3   | 1e2147483647     | 1e2147483647
          1e-3  | 1e-2147483647    | 1e-2147483647
          """)
  void aNumberIsScaledExactly(String factor, String before, String after) throws Exception {
    assertThat(
        cleaned("[{scale: {x: " + factor + "}}]", "\"x\":" + before), is("{\"x\":" + after + "}"));
  }

  @Test
  void aNumberOfFourHundredDigitsIsScaledToTheDigit() throws Exception {
    String digits = "1" + "0".repeat(398) + "7";
    assertThat(cleaned("[{scale: {x: 1000}}]", "\"x\":" + digits), is("{\"x\":" + digits + "000}"));
    String huge = "9".repeat(100_000);
    assertThat(cleaned("[{scale: {x: 1000}}]", "\"x\":" + huge), is("{\"x\":" + huge + "}"));
  }

  @Test
  void aScaledTimeIsStillAnInteger() throws Exception {
    ParsedEvent before = event("{" + ROLES.replace("7", "1486252800") + "}");
    assertThat(
        rule("[{scale: {t: 1000}}]").apply(before).fields(),
        hasToString("{" + ROLES.replace("7", "1486252800000") + "}"));
  }

  @Test
  void aRecordThatNoRuleChangesIsTheSame() throws Exception {
    ParsedEvent event = event("{" + ROLES + "}");
    assertThat(
        rule("[{trim: a}, {drop: x}, {when: x == 1, drop: y}]").apply(event),
        is(sameInstance(event)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{when: a != '', set: {a: "' '"}}] | BLANK_FIELD a
          [{set: {a: "size(a)"}}]         | WRONG_TYPE a
          [{when: m != '', set: {m: "null"}}] | MISSING_FIELD m
          [{map: {i: {i: 7}}}]            | WRONG_TYPE i
          [{map: {m: {m: null}}}]         | MISSING_FIELD m
          [{set: {m.deep: "size(m)"}}]    | WRONG_TYPE m
          """)
  void aRuleThatSpoilsARoleMakesTheRecordInvalid(String rules, String expected) throws Exception {
    ParsedEvent event = event("{\"x\":1," + ROLES + "}");
    String outcome = "ok";
    try {
      outcome = rule(rules).apply(event).toString();
    } catch (RecordRejectedException e) {
      outcome = e.reason() + " " + e.field();
    }
    assertThat(outcome, is(expected));
  }

  @Test
  void aRoleIsValidAfterItsBlanksAreTrimmed() throws Exception {
    ParsedEvent event = event("{" + ROLES.replace("\"a\":\"a\"", "\"a\":\" START \"") + "}");
    assertThat(
        rule("[{trim: a, lower: a}]").apply(event).fields().get("a"), hasToString("\"start\""));
    assertThat("the record itself stays", rule("[{trim: a}]").apply(event).raw(), is(event.raw()));
  }
}
