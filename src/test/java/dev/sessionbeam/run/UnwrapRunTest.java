package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records inside records give the sessions that the same records as lines give. */
class UnwrapRunTest {
  private static final String DEFINITION =
      """
      name: unwrapped
      event:
        machine: machine
        time: {field: time, format: iso8601}
        action: action
        %s
      session: {gap: 30m, opening: action == 'start'}
      """;

  private static final String REST = "\"x\":\"]},{[\",\"n\":1.0";

  private static final String[] QUICK = {
    "--streaming", "--checkpointingInterval=500", "--maxBundleTimeMills=100", "--fileDelay=300ms"
  };

  @TempDir private Path folder;

  private final List<String> records = new ArrayList<>();
  private Path input;

  /** Each file holds its records in another way. */
  @BeforeEach
  void write() throws IOException {
    input = Files.createDirectory(folder.resolve("in"));
    Files.writeString(
        input.resolve("segment.jsonl"),
        String.format(
            Locale.ROOT,
            "{\"batch\":[%s,%s],\"sentAt\":\"now\"}\n{\"batch\":[%s]}\n{\"batch\":[]}\n%s\n",
            next("a 10:00 start"),
            next("a 10:20 view"),
            next("b 10:00 view"),
            next("c 10:00 view")));
    Files.writeString(
        input.resolve("array.json"),
        String.format(
            Locale.ROOT, "[\n  %s,\n  %s\n]\n", next("a 10:45 view"), next("b 11:00 view")));
    Files.writeString(
        input.resolve("arrays.jsonl"),
        String.format(
            Locale.ROOT,
            "[%s]\n[%s,%s]\n",
            next("a 10:50 start"),
            next("c 10:10 view"),
            next("c 9:00 x")));
    Files.writeString(
        input.resolve("strings.jsonl"),
        String.format(
            Locale.ROOT,
            "{\"batch\":[%s,%s]}\n",
            quoted(next("d 10:00 view")),
            quoted(next("d 10:10 x"))));
  }

  private String next(String event) {
    String json = TestEvents.json(event.replace(" 9:", " 09:"), REST);
    records.add(json);
    return json;
  }

  private static String quoted(String json) {
    return new String(Json.quote(json), StandardCharsets.UTF_8);
  }

  private Path definition(String setting) throws IOException {
    return Files.writeString(folder.resolve("unwrapped.yaml"), DEFINITION.replace("%s", setting));
  }

  private void requireSameAsLines(Path output) throws IOException {
    Path lines = Files.write(folder.resolve("lines.jsonl"), records);
    Path expected = folder.resolve("expected");
    CommandRun run = CommandRun.run("DirectRunner", definition(""), lines, expected);
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(expected, "events"), hasSize(records.size()));
    for (String dataset : List.of("events", "sessions")) {
      assertThat(
          dataset, CommandRun.lines(output, dataset), is(CommandRun.lines(expected, dataset)));
    }
  }

  @Test
  void aBatchRunGivesTheSameSessions() throws IOException {
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run("DirectRunner", definition("unwrap: batch"), input, output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(
        run.out().replaceAll(" +", " "),
        containsString("of them in containers 8" + System.lineSeparator()));
    requireSameAsLines(output);
  }

  @Test
  void aStreamGivesTheSameSessions() throws IOException {
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run("FlinkRunner", definition("unwrap: batch"), input, output, QUICK);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    requireSameAsLines(output);
  }

  /** What was rejected is rejected again, and is not unwrapped again. */
  @Test
  void aReplayDoesNotUnwrapAgain() throws IOException {
    Path bad = Files.createDirectory(folder.resolve("bad"));
    Files.writeString(
        bad.resolve("a.jsonl"),
        String.format(
            Locale.ROOT,
            "{\"batch\":[{\"batch\":[%s]},null,\" \",[%s],7,%s]}\n{\"batch\":[\n",
            next("a 10:00 view"),
            next("a 10:00 view"),
            next("e 10:00 view")));
    Files.writeString(
        bad.resolve("b.json"),
        String.format(Locale.ROOT, "[\n[%s],\n{\"a\":1\n]\n", records.get(0)));
    Path first = folder.resolve("first");
    Path definition = definition("unwrap: batch");
    CommandRun run = CommandRun.run("DirectRunner", definition, bad, first);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(CommandRun.lines(first, "events"), hasSize(1));
    List<String> rejected = CommandRun.lines(first, "invalid");
    assertThat(rejected, hasSize(8));

    Path second = folder.resolve("second");
    run = CommandRun.run("DirectRunner", definition, first.resolve("invalid"), second, "--replay");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(run.out(), not(containsString("containers unwrapped")));
    assertThat(CommandRun.lines(second, "invalid"), is(rejected));
  }

  /** The payload of a CloudWatch Logs subscription holds JSON as text. */
  @Test
  void logEventsOfCloudWatchAreUnwrapped() throws IOException {
    Path logs =
        Files.writeString(
            folder.resolve("logs.jsonl"),
            String.format(
                Locale.ROOT,
                "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"1\",\"message\":%s},{\"id\":\"2\",\"message\":\"{}\"},{\"id\":\"3\"}]}{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[]}",
                quoted(TestEvents.json("a 10:00 view") + "\n")));
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run("DirectRunner", definition("unwrap: logEvents.message"), logs, output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(CommandRun.lines(output, "events"), hasSize(1));
    List<String> invalid = CommandRun.lines(output, "invalid");
    assertThat(invalid, hasSize(2));
    assertThat(invalid.toString(), containsString("\"inner\":1"));
    assertThat(invalid.toString(), containsString("\"element\":2,\"levels\":1"));
  }
}
