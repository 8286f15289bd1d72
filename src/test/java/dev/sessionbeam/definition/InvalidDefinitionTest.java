package dev.sessionbeam.definition;

import static dev.sessionbeam.definition.Definitions.MINIMAL;
import static dev.sessionbeam.definition.Definitions.faults;
import static dev.sessionbeam.definition.Definitions.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locales")
class InvalidDefinitionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1 | name: nitro 2                  | 1: name: must have only letters, digits, - and _
          1 | name:                          | 1: name: is empty: write a value, or remove it
          1 | name: [a]                      | 1: name: must be text, but is a list
          1 | nam: irc                       | 1: nam: unknown setting; did you mean 'name'?
          3 | machin: machine_id             | 3: event.machin: unknown setting; did you mean 'machine'?
          3 | id: machine_id                 | 2: event.machine: is missing
          3 | machine: a..b                  | 3: event.machine: 'a..b' is not a field: a field path needs a name between its dots
          3 | machine: {field: a}            | 3: event.machine: must be text, but is a mapping
          3 | machine: '"a.b'                | 3: event.machine: '"a.b' is not a field: the quote at column 1 is not closed
          3 | machine: '"a"b'                | 3: event.machine: '"a"b' is not a field: after the quote at column 3, there must be a dot or the end
          3 | machine: size(action)          | 3: event.machine: has the type int, but must be text. string(…) turns a number into its digits
          3 | machine: coalese(a, b)         | 3: event.machine: unknown field or function 'coalese' (column 8); did you mean 'coalesce()'?
          3 | machine: string(instant)       | 3: event.machine: unknown field or function 'instant' (column 8); known here: this. To use another field of the record, add it to event.fields
          4 | time: {field: "[t]"}           | 4: event.time.field: has the type list, but must be a timestamp, a number or a text
          4 | time: {field: timestamp(t), zone: UTC} | 4: event.time.zone: has no meaning without a format: remove it, or add format
          3 | machine: actions.by            | 3: event.machine: each session has its own field 'actions': the field of the machine must have another name
          3 | machine: action                | 5: event.action: 'action' overlaps with the field of machine: each role needs a field of its own
          3 | machine: timestamp.host        | 4: event.time.field: 'timestamp' overlaps with the field of machine: each role needs a field of its own
          4 | time: timestamp                | 4: event.time: must be a mapping with field, format, zone, max_clock_skew, but is a single value
          4 | time: {field: t}               | 4: event.time.format: is missing
          4 | time: {format: iso8601}        | 4: event.time.field: is missing
          4 | time: {field: t, format: epoch_milis} | 4: event.time.format: unknown format 'epoch_milis'; did you mean 'epoch_millis'?
          4 | time: {field: t, format: ISO-8601, zone: UTC} | 4: event.time.format: unknown format 'ISO-8601'; did you mean 'iso8601'?
          4 | time: {field: t, format: yyyy-bb-dd, zone: UTC} | 4: event.time.format: 'yyyy-bb-dd' is not epoch_seconds, epoch_millis, epoch_seconds_lenient, epoch_millis_lenient, epoch_micros, epoch_nanos, iso8601 or a pattern: Unknown pattern letter: b
          4 | time: {field: t, format: epch_m, zone: UTC} | 4: event.time.format: 'epch_m' is not epoch_seconds, epoch_millis, epoch_seconds_lenient, epoch_millis_lenient, epoch_micros, epoch_nanos, iso8601 or a pattern
          4 | time: {field: t, format: YYYYYYYYYYY, zone: UTC} | 4: event.time.format: 'YYYYYYYYYYY' is not epoch_seconds, epoch_millis, epoch_seconds_lenient, epoch_millis_lenient, epoch_micros, epoch_nanos, iso8601 or a pattern
          4 | time: {field: t, format: epch_millis} | 4: event.time.format: unknown format 'epch_millis'; did you mean 'epoch_millis'?
          4 | time: {field: t, format: yyyy-MM-dd HH:mm} | 4: event.time.format: needs a zone, e.g. zone: UTC, because this pattern has no offset
          4 | time: {field: t, format: "HH:mm 'Z'", zone: UTC} | 4: event.time.format: 'HH:mm 'Z'' does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          4 | time: {field: t, format: "yyyy-MM-dd hh:mm", zone: UTC} | 4: event.time.format: 'yyyy-MM-dd hh:mm' does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          4 | time: {field: t, format: "YYYY-MM-dd", zone: UTC} | 4: event.time.format: 'YYYY-MM-dd' does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          4 | time: {field: t, format: iso8601, zone: Europe/Berlim} | 4: event.time.zone: unknown zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?
          4 | time: {field: t, format: iso8601, zone: Moon base} | 4: event.time.zone: unknown zone 'Moon base'; write one of the IANA names, e.g. Europe/Berlin or UTC
          4 | time: {field: t, format: epoch_micro} | 4: event.time.format: unknown format 'epoch_micro'; did you mean 'epoch_micros'?
          4 | time: {field: t, format: epoch_micros, zone: UTC} | 4: event.time.zone: has no meaning with epoch_micros, which counts in UTC: remove it
          4 | time: {field: t, format: epoch_millis, zone: UTC} | 4: event.time.zone: has no meaning with epoch_millis, which counts in UTC: remove it
          4 | time: {field: t, format: iso8601, max_clock_skew: -1s} | 4: event.time.max_clock_skew: must not be negative
          4 | time: {field: t, format: iso8601, max_clock_skew: 60} | 4: event.time.max_clock_skew: needs a unit (d, h, m, s or ms), e.g. 60m
          7 | gap: 0                         | 7: session.gap: must be longer than zero, e.g. 30m
          7 | gap: -30m                      | 7: session.gap: must be longer than zero, e.g. 30m
          7 | gap: 30                        | 7: session.gap: needs a unit (d, h, m, s or ms), e.g. 30m
          7 | gap: half an hour              | 7: session.gap: 'half an hour' is not a duration: write it like 30m, 24h, 1d, 90s, 500ms or 1h30m
          7 | gap: 30m1h                     | 7: session.gap: '30m1h' is not a duration: write it like 30m, 24h, 1d, 90s, 500ms or 1h30m
          7 | gap: 10001d                    | 7: session.gap: must not be longer than 10000d
          7 | gap: 99999999999999999999ms    | 7: session.gap: must not be longer than 10000d
          7 | gap: 12h1ms                    | 7: session.gap: must be at most half of max_duration, which is 1d: raise max_duration, or turn it off with 0
          7 | opening: true                  | 6: session.gap: is missing
          """)
  void aWrongLineIsNamed(int line, String text, String fault) {
    assertThat(faults(minimalWith(line, text)), contains(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          seson: {}                                     | 8: seson: unknown setting; did you mean 'session'?
          retries: 3                                    | 8: retries: unknown setting; known here: name, event, validate, clean, filter, enrich, session, output
          name: twice                                   | 8: name: appears here twice, first in line 1
          clean:                                        | 8: clean: is empty: write a value, or remove it
          validate: [build]                             | 8: validate: must be a mapping with required, allowed, range, schema, but is a list
          validate: {require: build}                    | 8: validate.require: unknown setting; did you mean 'required'?
          validate: {required: [a, .b]}                 | 8: validate.required[1]: '.b' is not a field: a field path needs a name between its dots
          validate: {allowed: {os: []}}                 | 8: validate.allowed.os: must have at least one value
          validate: {allowed: {os: [no]}}               | 8: validate.allowed.os[0]: 'no' is a boolean for some YAML readers and a string for others: write true or false, or put quotes around it
          validate: {allowed: {os: [0x1F]}}             | 8: validate.allowed.os[0]: '0x1F' is not a JSON number: write one like 0.5, or put quotes around a string
          validate: {allowed: {os: [007]}}              | 8: validate.allowed.os[0]: '007' is not a JSON number: write one like 0.5, or put quotes around a string
          validate: {allowed: {os: [null]}}             | 8: validate.allowed.os[0]: must not be null
          validate: {allowed: {os: [[a]]}}              | 8: validate.allowed.os[0]: must be a string, a number, true or false, but is a list
          validate: {allowed: {os: [!bits x]}}          | 8: validate.allowed.os[0]: must be a string, a number, true or false, but has the tag !bits
          validate: {range: {size: 3}}                  | 8: validate.range.size: must be a mapping with min, max, but is a single value
          validate: {range: {size: {}}}                 | 8: validate.range.size: must have a min, a max or both
          validate: {range: {size: {min: 2, max: 1}}}   | 8: validate.range.size: the range is empty: min is above max
          validate: {range: {size: {min: small}}}       | 8: validate.range.size.min: 'small' is not a JSON number: write one like 0.5, or put quotes around a string
          validate: {range: {size: {max: 1e999999999}}} | 8: validate.range.size.max: must be a number of at most 1000 digits
          validate: {range: {size: {max: 1e99999999999}}} | 8: validate.range.size.max: must be a number of at most 1000 digits
          validate: {schema: no/such.json}              | 8: validate.schema: there is no file no/such.json
          validate: {schema: "a\\0b"}                    | 8: validate.schema: is not a file name: Nul character not allowed
          clean: {trim: action}                         | 8: clean: must be a list, each item after '- ', but is a mapping
          clean: [trim]                                 | 8: clean[0]: must be a mapping with when, set, rename, drop, trim, lower, upper, map, scale, default, but is a single value
          clean: [{}]                                   | 8: clean[0]: the rule changes nothing: add one of set, rename, drop, trim, …
          clean: [{when: action == 'a'}]                | 8: clean[0]: the rule changes nothing: add one of set, rename, drop, trim, …
          clean: [{when: acton == 'a', trim: action}]   | 8: clean[0].when: unknown field or function 'acton' (column 1); did you mean 'action'?
          clean: [{when: size(action), trim: action}]   | 8: clean[0].when: a condition must be true or false, but this expression has the type int
          clean: [{when: instant.getHours() == 1, trim: action}] | 8: clean[0].when: unknown field or function 'instant' (column 1); known here: action, machine_id, this, timestamp. To use another field of the record, add it to event.fields
          clean: [{trimm: action}]                      | 8: clean[0].trimm: unknown setting; did you mean 'trim'?
          clean: [{drop: [debug, action]}]              | 8: clean[0].drop[1]: 'action' holds the event's action, which a rule must not remove
          clean: [{rename: {machine_id: machine}}]      | 8: clean[0].rename.machine_id: 'machine_id' holds the event's machine, which a rule must not remove
          clean: [{rename: {a.b: c}}]                   | 8: clean[0].rename.a.b: 'a.b' is nested: only a field of the record itself can be named here
          clean: [{rename: {a: b.c}}]                   | 8: clean[0].rename.a: 'b.c' is nested: only a field of the record itself can be named here
          clean: [{default: {action: view}}]            | 8: clean[0].default.action: 'action' holds the event's action, and a record without it is rejected before this rule: write an expression at event.action instead, such as coalesce(action, …)
          clean: [{rename: {ts: timestamp}}]            | 8: clean[0].rename.ts: 'timestamp' holds the event's time, and a record without it is rejected before this rule: write an expression at event.time.field instead, such as coalesce(timestamp, ts)
          clean: [{set: {machine_id: string(this.a)}}, {set: {machine_id: size('b')}}] | 8: clean[1].set.machine_id: 'machine_id' holds the event's machine, and a record without it is rejected before this rule: write an expression at event.machine instead, such as size('b')
          clean: [{when: action == 'a', set: {machine_id: "'b'"}}] | 8: clean[0].set.machine_id: 'machine_id' holds the event's machine, and a record without it is rejected before this rule: write an expression at event.machine instead, such as 'b'
          clean: [{scale: {price: x}}]                  | 8: clean[0].scale.price: 'x' is not a JSON number: write one like 0.5, or put quotes around a string
          clean: [{default: {price: null}}]             | 8: clean[0].default.price: must not be null
          clean: [{map: {os: Windows}}]                 | 8: clean[0].map.os: must be a mapping, but is a single value
          clean: [{map: {os: {Win10: }}}]               | 8: clean[0].map.os.Win10: is empty: write a value, or remove it
          clean: [{set: {this.x: action}}]              | 8: clean[0].set.this.x: 'this' is a reserved name in expressions: read a field of this name as this.this
          clean: [{set: {length: sise(action)}}]        | 8: clean[0].set.length: unknown field or function 'sise' (column 5); did you mean 'size()'?
          clean: [{set: {length: ''}}]                  | 8: clean[0].set.length: is empty: write a value, or remove it
          enrich: {a.b: action}                         | 8: enrich.a.b: 'a.b' is nested: only a field of the record itself can be named here
          enrich: {session_id: action}                  | 8: enrich.session_id: 'session_id' is a field that the session step adds: choose another name
          enrich: {machine_id: action}                  | 8: enrich.machine_id: 'machine_id' holds the event's machine: choose another name
          enrich: {instant: action}                     | 8: enrich.instant: 'instant' is a reserved name in expressions: read a field of this name as this.instant
          enrich: {a: b, b: action}                     | 8: enrich.a: unknown field or function 'b' (column 1); known here: action, instant, machine_id, this, timestamp. To use another field of the record, add it to event.fields
          enrich: {a: instant.getHour()}                | 8: enrich.a: unknown field or function 'getHour' (column 16); did you mean 'getHours()'?
          enrich: {<<: {a: action}}                     | 8: enrich.<<: merge keys are not supported: write the settings themselves
          enrich: {[a]: action}                         | 8: enrich.?: a name must be plain text
          enrich: {date: instant.date()}                | 8: enrich.date: 'date' is also the name of a partition of the output, which readers show instead: rename the field, or the partition by output.date_name
          enrich: {DATE: instant.date()}                | 8: enrich.DATE: 'DATE' is also the name of a partition of the output, which readers show instead: rename the field, or the partition by output.date_name
          validate: {required: [date]}                  | 8: validate.required: 'date' is also the name of a partition of the output, which readers show instead: rename the field, or the partition by output.date_name
          clean: [{default: {day: 1}}, {when: action == 'a', rename: {day: date}}] | 8: clean[1].rename.day: 'date' is also the name of a partition of the output, which readers show instead: rename the field, or the partition by output.date_name
          enrich: {Session_Id: action}                  | 8: enrich.Session_Id: 'Session_Id' differs only in case from 'session_id', which every event has in the output: readers that ignore case show only one of them; rename it
          enrich: {Action: action}                      | 8: enrich.Action: 'Action' differs only in case from 'action', which is a field too: readers that ignore case show only one of them; rename it
          output: {date_name: 1d}                       | 8: output.date_name: must have only letters, digits and _, and must not begin with a digit
          output: {date_name: Session_ID}               | 8: output.date_name: 'Session_ID' is a field of every event in the output: choose another name
          output: {hour_name: h}                        | 8: output.hour_name: has no meaning without partition: hour
          output: {partition: hour, date_name: H, hour_name: h} | 8: output.hour_name: the partitions by date and by hour need names of their own
          output: {compression: gzp}                    | 8: output.compression: unknown value 'gzp'; did you mean 'gzip'?
          output: {partition: week}                     | 8: output.partition: unknown value 'week'; known here: date, hour
          output: gzip                                  | 8: output: must be a mapping with partition, format, compression, date_name, hour_name, columns, but is a single value
          output: {partition: *date}                    | 8: is not YAML: found undefined alias date
          output: {partition: date                      | 9: is not YAML: while parsing a flow mapping (from line 8): expected ',' or '}', but got <stream end>
          output: "date                                 | 9: is not YAML: while scanning a quoted scalar (from line 8): found unexpected end of stream
          enrich: 'a' == 'b'                            | 8: is not YAML: expected <block end>, but found '<scalar>'; check the indentation; a text that contains quotes must be quoted as a whole
          enrich: a ? 'b' : 'c'                         | 8: is not YAML: mapping values are not allowed here; put double quotes around a text that has ': ' in it
          """)
  void aWrongSectionIsNamed(String section, String fault) {
    assertThat(faults(MINIMAL + section + "\n"), contains(fault));
  }

  @Test
  void aSizeNeedsItsUnit() {
    assertThat(
        faults(MINIMAL + "  max_machine_size: 5\n"),
        contains(
            "8: session.max_machine_size: '5' is not a size: write it like 64KiB, 256MiB or 2GiB"));
  }

  @Test
  void allFaultsAreReportedTogetherByLine() {
    String yaml =
        """
        nmae: irc
        event:
          machine: machine_id
          time: {field: timestamp, format: epoch_milis}
        output: {compression: gzp, partition: week}
        session:
          opening: machine_id == 'a' && acton == 'join' && nobody
          gap: 0
          max_duration: -1h
          gap: 30m
        enrich:
          session_start: 1 +
          day: size(instant)
        """;
    assertThat(
        faults(yaml),
        contains(
            equalTo("1: nmae: unknown setting; did you mean 'name'?"),
            equalTo("2: event.action: is missing"),
            equalTo(
                "4: event.time.format: unknown format 'epoch_milis'; did you mean 'epoch_millis'?"),
            equalTo("5: output.partition: unknown value 'week'; known here: date, hour"),
            equalTo("5: output.compression: unknown value 'gzp'; did you mean 'gzip'?"),
            startsWith("7: session.opening: unknown field or function 'acton' (column 22)"),
            startsWith("7: session.opening: unknown field or function 'nobody' (column 41)"),
            equalTo("8: session.gap: must be longer than zero, e.g. 30m"),
            equalTo("9: session.max_duration: must not be negative"),
            equalTo("10: session.gap: appears here twice, first in line 8"),
            startsWith("12: enrich.session_start: "),
            startsWith(
                "12: enrich.session_start: 'session_start' is a field that the session step"),
            startsWith("13: enrich.day: ")));
  }

  @Test
  void aMissingSettingIsReportedAtItsParent() {
    assertThat(
        faults("# a comment\n\nevent: {}\nsession:\n  opening: 'true'\n"),
        contains(
            "3: name: is missing",
            "3: event.machine: is missing",
            "3: event.time: is missing",
            "3: event.action: is missing",
            "4: session.gap: is missing"));
  }

  @Test
  void theMessageHasTheFileAndALinePerFault() throws Exception {
    Path file = Files.writeString(folder.resolve("nitro.yaml"), minimalWith(7, "gap: 0") + "x: 1");
    InvalidDefinitionException e =
        assertThrows(InvalidDefinitionException.class, () -> DefinitionReader.read(file));
    assertThat(
        e.getMessage(),
        equalTo(
            (file + ":7: session.gap: must be longer than zero, e.g. 30m\n")
                + (file + ":8: x: unknown setting; known here: ")
                + "name, event, validate, clean, filter, enrich, session, output"));
    assertThat(e.faults().get(1).path(), equalTo("x"));
  }

  @Test
  void faultsOfATextWithoutAFileHaveTheirLines() {
    InvalidDefinitionException e =
        assertThrows(InvalidDefinitionException.class, () -> Definitions.read("- a"));
    assertThat(e.getMessage(), startsWith("line 1: must be a mapping with name, event, "));
  }

  @Test
  void aMissingFileIsNotReportedAsAFault() {
    Path missing = folder.resolve("missing.yaml");
    assertThrows(NoSuchFileException.class, () -> DefinitionReader.read(missing));
  }

  @Test
  void anEmptyTextIsAFault() {
    String fault = "1: is empty: a definition has at least name, event and session";
    assertThat(faults(""), contains(fault));
    assertThat(faults("# only a comment\n"), contains(fault));
  }

  @Test
  void aTabInTheIndentationIsAFault() {
    assertThat(
        faults(MINIMAL + "output:\n\tpartition: date\n"),
        contains(
            startsWith("9: is not YAML: found character '\\t(TAB)' that cannot start any token")));
  }

  @Test
  void aSecondDocumentIsAFault() {
    assertThat(
        faults(MINIMAL + "---\n" + MINIMAL),
        contains(
            "8: is not YAML: expected a single document in the stream (from line 1): but found another document"));
  }

  @Test
  void aCharacterThatTextCannotHaveIsAFault() {
    assertThat(
        faults(MINIMAL + "# a bell: \u0007\n"),
        contains("8: is not YAML: the character U+0007 is not allowed"));
    assertThat(
        faults(minimalWith(5, "action: \"\\ud800\"")),
        contains("5: event.action: holds half of a surrogate pair, which is not a character"));
  }

  @Test
  void aFileThatIsNotUtf8IsAFault() throws Exception {
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, (MINIMAL + "# M\u00fcnchen\n").getBytes(StandardCharsets.ISO_8859_1));
    InvalidDefinitionException e =
        assertThrows(InvalidDefinitionException.class, () -> DefinitionReader.read(file));
    assertThat(e.getMessage(), equalTo(file + ":8: is not UTF-8"));
  }

  @Test
  void aFileThatIsFarTooLargeIsAFault() throws Exception {
    Path file = Files.writeString(folder.resolve("large.yaml"), "#".repeat(2 << 20));
    InvalidDefinitionException e =
        assertThrows(InvalidDefinitionException.class, () -> DefinitionReader.read(file));
    assertThat(
        e.getMessage(),
        equalTo(file + ":1: is larger than 1048576 bytes: check that it is a definition"));
  }

  @Test
  void tooManyNestedAliasesAreAFault() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
    for (int i = 1; i < 40; i++) {
      String above = "*a" + (i - 1);
      bomb.append(
          String.format(Locale.ROOT, "a%d: &a%d [%s, %s, %s]\n", i, i, above, above, above));
    }
    assertThat(
        faults(bomb.toString()),
        contains(
            "1: is not accepted: Number of aliases for non-scalar nodes exceeds the specified max=100"));
  }

  @Test
  void anAliasOfItselfIsAFault() {
    assertThat(
        faults(MINIMAL + "clean: &all [*all]\n"),
        hasItem(startsWith("8: clean[0]: must be a mapping with when, ")));
    assertThat(
        faults(MINIMAL + "enrich: &all {a: *all}\n"),
        contains("8: enrich.a: must be text, but is a mapping"));
  }

  @Test
  void tooDeepNestingIsAFault() {
    assertThat(
        faults("a: " + "[".repeat(100_000)),
        contains("1: is not accepted: Nesting Depth exceeded max 20"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1, 2]     | is not a JSON Schema: FILE must hold an object
          ``         | is not a JSON Schema: FILE must hold an object
          {"type":   | is not JSON: FILE, line 1: Unexpected end-of-input within/between Object entries
          {"properties": []}     | is not a JSON Schema: FILE: /properties: array found, object expected
          {"$ref": "#/nowhere"}  | is not a JSON Schema: FILE: Reference /nowhere cannot be resolved
          """)
  void anInvalidSchemaIsAFault(String schema, String fault) throws Exception {
    Path file = Files.writeString(folder.resolve("event.json"), schema);
    assertThat(
        schemaFault(), equalTo("8: validate.schema: " + fault.replace("FILE", file.toString())));
  }

  @Test
  void aSchemaThatIsNotUtf8IsAFault() throws Exception {
    Path file = Files.write(folder.resolve("event.json"), new byte[] {'"', (byte) 0xFF, '"'});
    assertThat(
        schemaFault(),
        equalTo("8: validate.schema: is not a JSON Schema: " + file + " is not UTF-8"));
  }

  private String schemaFault() {
    String yaml = MINIMAL + "validate: {schema: event.json}\n";
    List<InvalidDefinitionException.Fault> faults =
        assertThrows(InvalidDefinitionException.class, () -> DefinitionReader.read(yaml, folder))
            .faults();
    return String.valueOf(faults.get(0));
  }
}
