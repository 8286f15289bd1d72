package dev.sessionbeam.definition;

import static dev.sessionbeam.definition.Definitions.MINIMAL;
import static dev.sessionbeam.definition.Definitions.minimalWith;
import static dev.sessionbeam.definition.Definitions.read;
import static java.util.Objects.requireNonNull;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.definition.OutputSettings.Partition;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonValue;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionReaderTest {
  @TempDir Path folder;

  @Test
  void aDefinitionOfNineLinesIsEnough() throws Exception {
    Definition definition =
        read(
            """
            name: irc
            event:
              id: event_id                # optional
              machine: machine_id
              time: {field: timestamp, format: iso8601}
              action: action
            session:
              gap: 30m
              opening: action == 'join'
              # max_duration: 24h   allowed_lateness: 1d
            """);
    assertThat(definition.name(), equalTo("irc"));
    Roles roles = definition.roles();
    assertThat(roles.id(), isField("event_id"));
    assertThat(roles.machine(), isField("machine_id"));
    assertThat(roles.time(), isField("timestamp"));
    assertThat(roles.timeFormat(), hasToString("iso8601"));
    assertThat(roles.action(), isField("action"));
    assertThat(definition.session().opening(), hasToString("action == 'join'"));
  }

  private static Matcher<Role> isField(String path) {
    return is(new Role.OfField(FieldPath.of(path)));
  }

  @Test
  void aMissingSettingHasItsDefault() throws Exception {
    Definition definition = read(MINIMAL);
    assertThat(definition.roles().id(), nullValue());
    assertThat(definition.checks(), empty());
    assertThat(definition.cleaning(), empty());
    assertThat(definition.enrichment(), empty());
    assertThat(
        definition.session(),
        equalTo(
            new SessionSettings(
                Duration.ofMinutes(30),
                null,
                Duration.ofHours(24),
                Duration.ofDays(1),
                256L << 20)));
    assertThat(
        definition.output(),
        equalTo(
            new OutputSettings(
                Partition.DATE, Format.JSON, Codec.GZIP, "date", "hour", List.of())));
  }

  @Test
  void checksKeepTheOrderInWhichTheyAreWritten() throws Exception {
    Files.createDirectories(folder.resolve("schemas"));
    Files.writeString(folder.resolve("schemas/event.json"), "{\"type\": \"object\"}");
    String yaml =
        MINIMAL
            + """
            validate:
              schema: schemas/event.json
              required: [build, page.path]
              allowed: {os: [Windows 10, 11, 1.50, true, 'no', 2017-02-05, 12:30:00]}
              range: {text_length: {min: 0, max: 1e3}, age: {max: 12345678901234567890.1}}
            """;
    assertThat(
        DefinitionReader.read(yaml, folder).checks(),
        contains(
            new ValidationCheck.Schema("schemas/event.json", "{\"type\": \"object\"}"),
            new ValidationCheck.Required(FieldPath.of("build")),
            new ValidationCheck.Required(FieldPath.of("page.path")),
            new ValidationCheck.Allowed(
                FieldPath.of("os"),
                List.of(
                    "\"Windows 10\"",
                    "11",
                    "1.50",
                    "true",
                    "\"no\"",
                    "\"2017-02-05\"",
                    "\"12:30:00\"")),
            new ValidationCheck.Range(
                FieldPath.of("text_length"), BigDecimal.ZERO, new BigDecimal("1e3")),
            new ValidationCheck.Range(
                FieldPath.of("age"), null, new BigDecimal("12345678901234567890.1"))));
  }

  @Test
  void theChangesOfARuleKeepTheOrderInWhichTheyAreWritten() throws Exception {
    List<CleanRule> rules =
        read(MINIMAL
                + """
                clean:
                  - trim: action
                    lower: [action, page.path]
                    upper: country
                    scale: {timestamp: 1000, price: 0.010}
                    rename: {old: new}
                    default: {new: 1.0, flag: false, note: 'true'}
                    map: {os: {Win10: Windows 10, 11: 12, true: null}}
                    drop: debug
                  - set: {length: size(action), page.size: length * 2, late: new != null}
                    when: action.startsWith('x')
                """)
            .cleaning();
    assertThat(rules.get(0).when(), nullValue());
    assertThat(
        rules.get(0).mends(),
        contains(
            new CleanOperation.Trim(FieldPath.of("action")),
            new CleanOperation.Lower(FieldPath.of("action")),
            new CleanOperation.Lower(FieldPath.of("page.path")),
            new CleanOperation.Upper(FieldPath.of("country")),
            new CleanOperation.Scale(FieldPath.of("timestamp"), new BigDecimal("1000")),
            new CleanOperation.Scale(FieldPath.of("price"), new BigDecimal("0.010")),
            new CleanOperation.Rename(FieldPath.of("old"), FieldPath.of("new")),
            new CleanOperation.Default(FieldPath.of("new"), "1.0"),
            new CleanOperation.Default(FieldPath.of("flag"), "false"),
            new CleanOperation.Default(FieldPath.of("note"), "\"true\""),
            new CleanOperation.Replace(
                FieldPath.of("os"), Map.of("Win10", "\"Windows 10\"", "11", "12", "true", "null")),
            new CleanOperation.Drop(FieldPath.of("debug"))));
    assertThat(rules.get(1).when(), hasToString("action.startsWith('x')"));
    assertThat(rules.get(1).mends().get(0), instanceOf(CleanOperation.Set.class));
    CleanOperation.Set nested = (CleanOperation.Set) rules.get(1).mends().get(1);
    assertThat(nested.field(), hasToString("page.size"));
    assertThat(nested.value().text(), equalTo("length * 2"));
  }

  @Test
  void expressionsMayUseEveryFieldThatIsNamedBefore() throws Exception {
    Definition definition =
        read(
            """
            name: names
            event:
              id: meta.id
              machine: device.id
              time: {field: sent.at, format: epoch_seconds}
              action: what.name
              fields: [extra, type, 'no identifier', in]
            validate:
              required: needed
              allowed: {chosen: [1]}
              range: {amount: {min: 1}}
            clean:
              - set: {made: extra + needed + chosen + amount}
              - default: {filled.deep: 1}
              - rename: {a: b}
              - set: {all: meta.id + device.id + sent.at + what.name + made + filled.deep + b}
            enrich:
              first: instant.date() + type
              second: first + all
            session:
              gap: 1m
              opening: second == 'x' && instant.getHours() == 3 && this['in'] == 1
            """);
    assertThat(definition.enrichment().get(1).value(), hasToString("first + all"));
  }

  @ParameterizedTest
  @CsvSource({
    "'yyyy-MM-dd HH:mm:ss, zone: Europe/Berlin', 2017-07-01 12:00:00, 2017-07-01T10:00:00Z",
    "'yyyy-MM-dd, zone: America/New_York', 2017-07-01, 2017-07-01T04:00:00Z",
    "dd/MMM/yyyy:HH:mm:ss Z, 05/Feb/2017:01:00:00 +0100, 2017-02-05T00:00:00Z",
    "'\"MM/dd/yy hh:mm a\", zone: UTC', 02/05/17 01:00 PM, 2017-02-05T13:00:00Z",
    "'iso8601, zone: Asia/Tokyo', 2017-02-05T09:00:00, 2017-02-05T00:00:00Z",
    "iso8601, 2017-02-05T00:00:00, 2017-02-05T00:00:00Z"
  })
  void aTimeIsReadByItsFormatAndZone(String format, String time, Instant expected)
      throws Exception {
    String yaml = minimalWith(4, "time: {field: timestamp, format: " + format + "}");
    assertThat(
        requireNonNull(read(yaml).roles().timeFormat()).millis(JsonValue.of(time)),
        equalTo(expected.toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource({
    "30m, PT30M",
    "24h, PT24H",
    "1d, P1D",
    "90s, PT90S",
    "500ms, PT0.5S",
    "1h30m, PT1H30M",
    "1d2h3m4s5ms, P1DT2H3M4.005S",
    "1m1ms, PT1M0.001S",
    "0, PT0S",
    "0s, PT0S",
    "10000d, P10000D",
    "864000000000ms, P10000D"
  })
  void aDurationIsWrittenInUnits(String text, Duration expected) throws Exception {
    SessionSettings session = read(MINIMAL + "  allowed_lateness: " + text).session();
    assertThat(session.allowedLateness(), equalTo(expected));
  }

  @ParameterizedTest
  @CsvSource({"1KiB, 1024", "256MiB, 268435456", "2GiB, 2147483648"})
  void aSizeIsWrittenInUnits(String text, long expected) throws Exception {
    SessionSettings session = read(MINIMAL + "  max_machine_size: " + text).session();
    assertThat(session.maxMachineBytes(), equalTo(expected));
  }

  @Test
  void theLongestGapIsHalfOfTheMaxDuration() throws Exception {
    assertThat(read(minimalWith(7, "gap: 12h")).session().gap(), equalTo(Duration.ofHours(12)));
    assertThat(
        read(minimalWith(7, "gap: 13h") + "  max_duration: 0").session().maxDuration(),
        equalTo(Duration.ZERO));
  }

  @Test
  void outputSettingsAreReadByName() throws Exception {
    assertThat(
        read(MINIMAL + "output: {partition: hour, compression: none}").output(),
        equalTo(
            new OutputSettings(
                Partition.HOUR, Format.JSON, Codec.NONE, "date", "hour", List.of())));
    assertThat(
        read(MINIMAL + "output: {compression: zstd}").output(),
        equalTo(
            new OutputSettings(
                Partition.DATE, Format.JSON, Codec.ZSTD, "date", "hour", List.of())));
  }

  @Test
  void anAliasHasTheValueOfItsAnchor() throws Exception {
    List<CleanRule> rules =
        read(MINIMAL
                + """
                clean:
                  - when: &old action.startsWith('x')
                    trim: &fields [a, b]
                  - when: *old
                    lower: *fields
                """)
            .cleaning();
    assertThat(rules.get(1).when(), hasToString("action.startsWith('x')"));
    assertThat(
        rules.get(1).mends(),
        contains(
            new CleanOperation.Lower(FieldPath.of("a")),
            new CleanOperation.Lower(FieldPath.of("b"))));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsDoNoHarm() throws Exception {
    Path file = folder.resolve("windows.yaml");
    Files.writeString(file, "\uFEFF" + MINIMAL.replace("\n", "\r\n"));
    assertThat(DefinitionReader.read(file).name(), equalTo("irc"));
  }
}
