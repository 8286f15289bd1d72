package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as people have them, in batch and in streaming. */
class OwnEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** The output of a run; the run is checked to end well, with a ledger that adds up. */
  private Path run(String mode, String definition, String... records) throws IOException {
    Path yaml = Files.writeString(folder.resolve("own.yaml"), definition);
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.write(raw.resolve("in.jsonl"), List.of(records));
    Path output = folder.resolve("out-" + mode);
    CommandRun run =
        mode.equals("streaming")
            ? CommandRun.run("FlinkRunner", yaml, raw, output, "--streaming")
            : CommandRun.run("DirectRunner", yaml, raw, output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    return output;
  }

  private static JsonNode summary(Path output) throws IOException {
    return JSON.readTree(output.resolve("_summary.json").toFile());
  }

  private static List<String> sessions(Path output, String field) throws IOException {
    return values(output, "sessions", field);
  }

  private static List<String> values(Path output, String dataset, String field) throws IOException {
    Stream.Builder<String> values = Stream.builder();
    for (String line : CommandRun.lines(output, dataset)) {
      values.add(JSON.readTree(line).path(field).asText());
    }
    return values.build().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "streaming"})
  void aVisitorIsTheUserOrTheAnonymousId(String mode) throws IOException {
    Path output =
        run(
            mode,
            """
            name: segment
            event:
              id: messageId
              machine: coalesce(userId, anonymousId)
              time: {field: originalTimestamp, format: iso8601}
              action: type
            session: {gap: 30m}
            """,
            """
            {"anonymousId":"a1","userId":null,"messageId":"m1","type":"page","originalTimestamp":"2024-03-10T12:00:00.000Z"}
            {"anonymousId":"a1","userId":"u1","messageId":"m2","type":"track","originalTimestamp":"2024-03-10T12:01:00.000Z"}
            {"userId":"u1","messageId":"m3","type":"track","originalTimestamp":"2024-03-10T12:02:00.000Z"}
            {"anonymousId":null,"userId":"u1","messageId":"m4","type":"track","originalTimestamp":"2024-03-10T12:03:00.000Z"}
            {"messageId":"m5","type":"track","originalTimestamp":"2024-03-10T12:04:00.000Z"}\
            """);
    assertThat(sessions(output, "machine"), is(List.of("a1", "u1")));
    assertThat(sessions(output, "event_count"), is(List.of("1", "3")));
    assertThat(
        values(output, "invalid", "message"),
        is(List.of("event.machine: coalesce(userId, anonymousId) is null")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "streaming"})
  void aKeyWithADotIsNamedInQuotes(String mode) throws IOException {
    Path output =
        run(
            mode,
            """
            name: ecs
            event:
              machine: '"client.ip"'
              time: {field: "@timestamp", format: iso8601}
              action: '"event.action"'
              fields: ['"url.path"']
            validate: {required: ['"url.path"']}
            clean:
              - lower: '"event.action"'
              - rename: {'"url.path"': path}
              - set: {'"new.name"': "this['client.ip'] + '!'"}
            session: {gap: 30m}
            """,
            """
            {"@timestamp":"2024-03-10T12:00:02.123Z","event.action":"VIEW","client.ip":"10.0.0.1","url.path":"/a"}
            {"@timestamp":"2024-03-10T12:00:03.123Z","event.action":"VIEW","client":{"ip":"10.0.0.1"},"url.path":"/a"}\
            """);
    assertThat(sessions(output, "client.ip"), is(List.of("10.0.0.1")));
    assertThat(sessions(output, "first_action"), is(List.of("view")));
    assertThat(values(output, "events", "path"), is(List.of("/a")));
    assertThat(values(output, "events", "new.name"), is(List.of("10.0.0.1!")));
    assertThat(values(output, "invalid", "field"), is(List.of("\"client.ip\"")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "streaming"})
  void eventsThatTheFilterDoesNotKeepAreATermOfTheLedger(String mode) throws IOException {
    Path output =
        run(
            mode,
            """
            name: filtered
            event:
              machine: m
              time: {field: t, format: epoch_millis}
              action: a
              fields: [agent]
            filter: {keep: "!agent.startsWith('Health')"}
            session: {gap: 30m}
            """,
            """
            {"m":"x","t":1710072000000,"a":"view","agent":"Firefox"}
            {"m":"x","t":1710072001000,"a":"view","agent":"HealthCheck/1"}
            {"m":"x","t":1710072002000,"a":"view"}
            {"m":"x","t":1710072003000,"agent":"HealthCheck/1"}\
            """);
    assertThat(summary(output).path("filtered").asLong(), is(1L));
    assertThat(summary(output).path("events_written").asLong(), is(2L));
    assertThat(summary(output).path("invalid").asLong(), is(1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "streaming"})
  void fieldsThatReadersCannotSeeAreNamed(String mode) throws IOException {
    Path output =
        run(
            mode,
            """
            name: hidden
            event: {machine: m, time: {field: t, format: epoch_millis}, action: a}
            session: {gap: 30m}
            """,
            """
            {"m":"x","t":1710072000000,"a":"view","date":"10.3.","session_id":"mine"}
            {"m":"x","t":1710072001000,"a":"view","URL":"a","Url":"b"}
            {"m":"x","t":1710072002000,"a":"view","Session_Id":"mine","hour":1}\
            """);
    assertThat(
        summary(output).path("ambiguous_fields").toString(),
        is("{\"date\":1,\"session_id\":1,\"url\":1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "streaming"})
  void aPartitionMayHaveAnotherName(String mode) throws IOException {
    String definition =
        """
        name: renamed
        event: {machine: m, time: {field: date, format: epoch_millis}, action: a}
        session: {gap: 30m}
        output: {partition: hour, date_name: day, hour_name: of_day}
        """;
    String record = "{\"m\":\"x\",\"date\":1710072000000,\"a\":\"view\"}";
    Path output = run(mode, definition, record);
    assertThat(CommandRun.files(output.resolve("events/day=2024-03-10/of_day=12")), hasSize(1));
    assertThat(summary(output).has("ambiguous_fields"), is(false));
  }

  @Test
  void aBackfillReplacesDaysUnderTheirName() throws IOException {
    String definition =
        """
        name: renamed
        event: {machine: m, time: {field: t, format: epoch_millis}, action: a}
        session: {gap: 30m}
        output: {date_name: day}
        """;
    Path output = run("batch", definition, "{\"m\":\"x\",\"t\":1710072000000,\"a\":\"view\"}");
    Files.writeString(
        folder.resolve("raw/in.jsonl"), "{\"m\":\"y\",\"t\":1710072000000,\"a\":\"view\"}\n");
    String[] day = {"--from=2024-03-10", "--to=2024-03-11"};
    Path yaml = folder.resolve("own.yaml");
    CommandRun refused = CommandRun.run("DirectRunner", yaml, folder.resolve("raw"), output, day);
    assertThat(refused.err(), containsString("holds 2024-03-10 already"));
    CommandRun run =
        CommandRun.run(
            "DirectRunner", yaml, folder.resolve("raw"), output, day[0], day[1], "--overwrite");
    assertThat(run.err(), run.status(), is(0));
    assertThat(sessions(output, "m"), is(List.of("y")));
  }

  @Test
  void anExpressionThatNeverHasAValueIsNamedAtTheEnd() throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            name: large
            event: {machine: m, time: {field: t, format: epoch_millis}, action: a, fields: [s]}
            enrich: {big: "s.replace('a', s)", small: size(s)}
            session: {gap: 30m}
            """);
    Path raw = folder.resolve("in.jsonl");
    Files.writeString(
        raw,
        String.format(
            Locale.ROOT,
            "{\"m\":\"x\",\"t\":1710072000000,\"a\":\"view\",\"s\":\"%s\"}\n",
            "a".repeat(60_000)));
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run("DirectRunner", yaml, raw, output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("Expressions that never had a value"));
    assertThat(run.out(), containsString("    enrich.big "));
    assertThat(
        summary(output).path("expressions_never_with_value").toString(), is("[\"enrich.big\"]"));
  }

  @Test
  void aDefinitionInWhichARuleProvidesARoleIsNotValid() throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            name: segment
            event:
              machine: visitor
              time: {field: t, format: iso8601}
              action: type
              fields: [userId, anonymousId]
            clean:
              - set: {visitor: "userId != null ? userId : anonymousId"}
            session: {gap: 30m}
            """);
    CommandRun run = CommandRun.of("validate", yaml.toString());
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        containsString(
            "write an expression at event.machine instead, such as userId != null ? userId :"));
  }
}
