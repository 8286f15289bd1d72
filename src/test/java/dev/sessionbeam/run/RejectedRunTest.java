package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.stringContainsInOrder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch run that rejects all of its records, or more than it may, fails and says why. */
class RejectedRunTest {
  private static final String DEFINITION =
      """
      name: small
      event:
        id: id
        machine: m
        time: {field: t, format: epoch_millis}
        action: a
      session: {gap: 30m}
      """;

  private static final String NO_MACHINE = "{\"id\":\"n\",\"t\":1486252800000,\"a\":\"x\"}";

  @TempDir private Path folder;
  private Path definition = Path.of("");
  private Path raw = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    definition = Files.writeString(folder.resolve("small.yaml"), DEFINITION);
    raw = Files.createDirectory(folder.resolve("raw"));
    output = folder.resolve("out");
  }

  private static String event(int id) {
    return String.format(
        Locale.ROOT,
        "{\"id\":\"e%d\",\"m\":\"m\",\"t\":%d,\"a\":\"x\"}",
        id,
        1_486_252_800_000L + id);
  }

  private void write(String file, String... records) throws IOException {
    Files.write(raw.resolve(file), List.of(records));
  }

  private CommandRun run(String... more) {
    return CommandRun.run("DirectRunner", definition, raw, output, more);
  }

  private JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(output.resolve("_summary.json").toFile());
  }

  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (Path file : CommandRun.files(output)) {
      state.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void withoutFormerResultsTheRejectedRecordsAreWrittenAndTheRunFails(String runner)
      throws IOException {
    write("a.jsonl", NO_MACHINE, "nope", NO_MACHINE);
    CommandRun run = CommandRun.run(runner, definition, raw, output);
    assertThat(run.err(), run.status(), is(1));
    assertThat(
        run.err(),
        allOf(
            containsString("every record was rejected (3 of 3). Only the rejected records"),
            containsString("--allowEmpty"),
            not(containsString("\tat "))));
    assertThat(
        run.out(),
        stringContainsInOrder(
            "2 of missing_field, field m",
            raw.resolve("a.jsonl") + " at byte 0",
            "is missing",
            "1 of not_json",
            " at byte " + (NO_MACHINE.length() + 1)));
    assertThat(CommandRun.lines(output, "invalid").size(), is(3));
    assertThat(summary().get("failed").asText(), is("every record was rejected (3 of 3)"));
    JsonNode first = summary().get("most_frequent_rejections").get(0);
    assertThat(
        first.toString(),
        is(
            "{\"reason\":\"missing_field\",\"field\":\"m\",\"records\":2,\"example\":{\"source\":\""
                + raw.resolve("a.jsonl")
                + " at byte 0\",\"message\":\"is missing\"}}"));
  }

  @Test
  void formerResultsStay() throws IOException {
    write("a.jsonl", event(1));
    assertThat(run().status(), is(0));
    Map<String, String> before = state();
    write("a.jsonl", NO_MACHINE);
    CommandRun run = run("--overwrite");
    assertThat(run.status(), is(1));
    assertThat(run.err(), containsString("every record was rejected (1 of 1). The former results"));
    assertThat(run.out(), containsString("1 of missing_field, field m"));
    assertThat(state(), is(before));
    assertThat(Files.exists(output.resolve(".sessionbeam-temporary")), is(false));
  }

  /** So the user can correct the definition, run again, and look at what is left. */
  @Test
  void rejectedRecordsOfAFailedRunAreReplaced() throws IOException {
    write("a.jsonl", NO_MACHINE, "nope");
    assertThat(run().status(), is(1));
    write("a.jsonl", NO_MACHINE);
    assertThat(run("--overwrite").status(), is(1));
    assertThat(CommandRun.lines(output, "invalid").size(), is(1));
    write("a.jsonl", event(1));
    CommandRun right = run("--overwrite");
    assertThat(right.err(), right.status(), is(0));
    assertThat(CommandRun.lines(output, "invalid"), is(empty()));
    assertThat(summary().has("failed"), is(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--replay", "--allowEmpty"})
  void aReplayAndAllowEmptyAreExcepted(String flag) throws IOException {
    write("a.jsonl", NO_MACHINE);
    CommandRun run = run(flag);
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "invalid").size(), is(1));
  }

  @Test
  void anInputWithoutRecordsIsNotRejected() throws IOException {
    write("a.jsonl", "", " ");
    CommandRun run = run("--maxInvalid=0");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), not(containsString("Most frequent")));
  }

  @Test
  void aBackfillThatRejectsEverythingReplacesNoDay() throws IOException {
    write("a.jsonl", event(1));
    assertThat(run().status(), is(0));
    Map<String, String> before = state();
    write("a.jsonl", NO_MACHINE);
    CommandRun run = run("--from=2017-02-05", "--to=2017-02-06", "--overwrite");
    assertThat(run.err(), run.status(), is(1));
    assertThat(run.err(), containsString("A backfill does not keep rejected records"));
    assertThat(run.out(), containsString("1 of missing_field, field m"));
    assertThat(state(), is(before));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "50%, 0",
    "50 %, 0",
    "1, 0",
    "100%, 0",
    "1.0, 0",
    "0.50, 0",
    "99.9%, 0",
    "0.49, 1",
    "49.9%, 1",
    "0, 1",
    "0%, 1",
    ".1, 1",
    "0.0, 1",
    "5%, 1"
  })
  void aShareAboveMaxInvalidFails(String share, int status) throws IOException {
    write("a.jsonl", event(1), NO_MACHINE, event(2), "nope");
    CommandRun run = run("--maxInvalid=" + share);
    assertThat(run.err(), run.status(), is(status));
    assertThat(CommandRun.lines(output, "invalid").size(), is(2));
    assertThat(CommandRun.lines(output, "events").size(), is(status == 0 ? 2 : 0));
    assertThat(summary().has("failed"), is(status == 1));
    assertThat(run.out(), not(containsString("Note:")));
    if (status == 1) {
      assertThat(
          run.err(),
          containsString(
              "50 % of the records were rejected (2 of 4), more than --maxInvalid allows ("));
    }
  }

  @Test
  void aboveMaxInvalidTheFormerResultsStay() throws IOException {
    write("a.jsonl", event(1));
    assertThat(run().status(), is(0));
    Map<String, String> before = state();
    write("a.jsonl", event(1), NO_MACHINE);
    assertThat(run("--overwrite", "--maxInvalid=10%").status(), is(1));
    assertThat(state(), is(before));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5", "1.1", "-1", "101%", "-5%", "five", "%", "5%%", "1e-1", "0,5", "NaN"})
  void whatIsNotAShareIsAUsageError(String share) throws IOException {
    write("a.jsonl", event(1));
    CommandRun run = run("--maxInvalid=" + share);
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--maxInvalid: '" + share + "' is not a share: write"));
  }

  @ParameterizedTest
  @CsvSource({"9, 1, false", "8, 1, true", "1, 1, true", "20, 0, false"})
  void aShareAboveTenPercentIsNoted(int valid, int invalid, boolean noted) throws IOException {
    List<String> records = new ArrayList<>();
    for (int id = 0; id < valid; id++) {
      records.add(event(id));
    }
    for (int id = 0; id < invalid; id++) {
      records.add(NO_MACHINE);
    }
    Files.write(raw.resolve("a.jsonl"), records);
    CommandRun run = run();
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out().contains("Note: "), is(noted));
    assertThat(run.out().contains("Most frequent"), is(invalid > 0));
  }

  /** The example is the first by file and offset, whatever the order of reading. */
  @Test
  void theReportIsBoundedAndDoesNotDependOnTheOrder() throws IOException {
    write("a.jsonl", event(1), NO_MACHINE);
    write("b.jsonl", "[]", NO_MACHINE, "{\"id\":\"x\",\"m\":\"m\",\"t\":\"x\",\"a\":\"x\"}");
    write("c.jsonl", "nope", "{\"id\":1,\"m\":\"m\",\"t\":1,\"a\":\"x\"}");
    write(
        "d.jsonl", event(1).replace("\"m\":\"m\"", "\"m\":\" \""), event(1).replace("\"x\"", "7"));
    CommandRun run = run();
    assertThat(run.err(), run.status(), is(0));
    JsonNode causes = summary().get("most_frequent_rejections");
    assertThat(causes.size(), is(5));
    assertThat(
        causes.get(0).get("example").get("source").asText(),
        is(raw.resolve("a.jsonl") + " at byte " + (event(1).length() + 1)));
    for (int again = 0; again < 3; again++) {
      assertThat(run("--overwrite").status(), is(0));
      assertThat(summary().get("most_frequent_rejections"), is(causes));
    }
  }

  @Test
  void aStreamReportsTheCausesAndDoesNotFail() throws IOException {
    write("a.jsonl", NO_MACHINE);
    CommandRun run = run("--streaming");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("1 of missing_field, field m"));
  }

  @Test
  void locationsOfASchemaAreNotNamesOfMetrics() throws IOException {
    Files.writeString(
        folder.resolve("s.json"),
        "{\"additionalProperties\": {\"type\": [\"string\", \"integer\"]}}");
    Files.writeString(
        definition, DEFINITION.replace("session:", "validate: {schema: s.json}\nsession:"));
    List<String> records = new ArrayList<>(List.of(event(1)));
    for (int id = 0; id < 20; id++) {
      records.add(event(id).replace("{", "{\"k" + id + "\":[],"));
    }
    Files.write(raw.resolve("a.jsonl"), records);
    CommandRun run = run();
    assertThat(run.err(), run.status(), is(0));
    JsonNode causes = summary().get("most_frequent_rejections");
    assertThat(causes.size(), is(1));
    assertThat(causes.get(0).get("records").asInt(), is(20));
    assertThat(causes.get(0).get("example").get("message").asText(), containsString("k0"));
  }
}
