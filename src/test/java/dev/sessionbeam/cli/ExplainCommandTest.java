package dev.sessionbeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code explain} prints. Each golden file is what the command prints for a file beside it; to
 * write them again: {@code mvn test -Dtest=ExplainCommandTest -Dgolden.update=true}.
 */
@Tag("locales")
class ExplainCommandTest {
  private static final String FOLDER = "src/test/resources/explain/";
  private static final String NITRO = "--definition=pipelines/nitro.yaml";

  @TempDir private Path folder;

  private static CommandRun explain(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "explain";
    System.arraycopy(args, 0, all, 1, args.length);
    return CommandRun.of(all);
  }

  private static CommandRun explain(byte[] standardInput, Terminal terminal, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[args.length + 1];
    all[0] = "explain";
    System.arraycopy(args, 0, all, 1, args.length);
    int status =
        Main.run(
            new ByteArrayInputStream(standardInput),
            terminal,
            new PrintWriter(out),
            new PrintWriter(err),
            all);
    return new CommandRun(status, out.toString(), err.toString());
  }

  private static void requireGolden(String golden, CommandRun run) throws IOException {
    assertThat(run.err(), run.status(), is(0));
    Path file = Path.of(FOLDER, golden);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, run.out());
    }
    assertThat(run.out(), is(Files.readString(file)));
  }

  @ParameterizedTest
  @CsvSource({
    "timeline.txt, pipelines/nitro.yaml, timeline.jsonl, --replay=false",
    "timeline.json, pipelines/nitro.yaml, timeline.jsonl, --json",
    "routes.txt, pipelines/nitro.yaml, timeline.jsonl, --routes=src/test/resources/explain/routes.json",
    "segment.txt, src/test/resources/explain/segment.yaml, segment.jsonl, --json=false",
    "hostile.txt, src/test/resources/explain/hostile.yaml, hostile.jsonl, --replay",
    "hostile.json, src/test/resources/explain/hostile.yaml, hostile.jsonl, --replay --json"
  })
  void whatIsPrintedIsInTheGoldenFile(String golden, String definition, String input, String flags)
      throws IOException {
    String[] more = flags.split(" ", -1);
    String[] args = new String[more.length + 2];
    args[0] = "--definition=" + definition;
    args[1] = FOLDER + input;
    System.arraycopy(more, 0, args, 2, more.length);
    requireGolden(golden, explain(args));
  }

  /** Two reasons depend on the stream. All others are about the record alone. */
  @Test
  void everyReasonOfABatchRunIsInAGoldenFile() throws IOException {
    Set<Reason> missing = EnumSet.complementOf(EnumSet.of(Reason.LATE, Reason.TOO_MANY_EVENTS));
    for (String golden : List.of("hostile.txt", "bytes.txt", "segment.txt")) {
      String text = Files.readString(Path.of(FOLDER, golden));
      missing.removeIf(reason -> text.contains("rejected: " + reason.code()));
    }
    assertThat(missing, is(Set.of()));
  }

  @Test
  void eachLineOfJsonIsAnObject() throws IOException {
    for (String golden : List.of("hostile.json", "timeline.json")) {
      for (String line : Files.readAllLines(Path.of(FOLDER, golden))) {
        String kind = Json.tree(line).path("kind").asText();
        assertThat(line, Set.of("event", "machine").contains(kind), is(true));
      }
    }
  }

  @Test
  void recordsThatATextFileCannotHoldAreExplainedToo() throws IOException {
    CommandRun run =
        explain(
            HostileBytes.lines(), Terminal.NONE, "--definition=" + FOLDER + "hostile.yaml", "-");
    requireGolden("bytes.txt", run);
  }

  @Test
  void inABackfillEventsThatAreOnlyNeededToCutSaySo() throws IOException {
    requireGolden(
        "backfill.txt",
        explain(NITRO, "--from=2017-02-05", "--to=2017-02-06", FOLDER + "backfill.jsonl"));
  }

  @Test
  void theStandardInputIsReadWithoutAFileAndWithADash() throws IOException {
    byte[] timeline = Files.readAllBytes(Path.of(FOLDER, "timeline.jsonl"));
    CommandRun named = explain(timeline, Terminal.NONE, NITRO, "-");
    CommandRun unnamed = explain(timeline, Terminal.NONE, NITRO);
    assertThat(named.err(), named.status(), is(0));
    assertThat(named.out(), startsWith("event 1  standard input at byte 0\n"));
    assertThat(unnamed, is(named));
  }

  @Test
  void compressedFilesAreReadAsARunReadsThem() throws IOException {
    Path file = folder.resolve("timeline");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      Files.copy(Path.of(FOLDER, "timeline.jsonl"), out);
    }
    CommandRun run = explain(NITRO, file.toString());
    assertThat(run.out(), containsString("7 records: 6 events in 3 sessions, 1 copy\n"));
  }

  @Test
  void noRecordsAreNoFault() {
    CommandRun run = explain(new byte[0], Terminal.NONE, NITRO);
    assertThat(run.status(), is(0));
    assertThat(run.out(), is("0 records: 0 events in 0 sessions\n"));
  }

  @Test
  void moreThanAThousandRecordsAreRefusedWithWhatToDo() {
    byte[] thousand = "{}\n".repeat(1_000).getBytes(UTF_8);
    assertThat(explain(thousand, Terminal.NONE, NITRO).status(), is(0));
    byte[] more = "{}\n".repeat(1_001).getBytes(UTF_8);
    CommandRun run = explain(more, Terminal.NONE, NITRO);
    assertThat(run.status(), is(2));
    assertThat(run.out(), is(""));
    assertThat(
        run.err(),
        is(
            """
            sessionbeam: standard input has more than 1,000 records: explain is for a few. Take a part, such as: head -n 100 FILE | sessionbeam explain --definition=DEFINITION -
            """));
  }

  @Test
  void aContainerWithMoreThanAThousandRecordsIsRefused() throws IOException {
    String container = "{\"batch\":[" + "{},".repeat(1_000) + "{}]}\n";
    Path file = Files.writeString(folder.resolve("large.jsonl"), container);
    CommandRun run = explain("--definition=" + FOLDER + "segment.yaml", file.toString());
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString(file + " has more than 1,000 records: "));
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    CommandRun run =
        explain("--from=yesterday", "--routes=nowhere.json", "s3://bucket/events.jsonl");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        is(
            """
            sessionbeam: --definition=FILE is missing
            sessionbeam: --routes: cannot read nowhere.json: it does not exist
            sessionbeam: --from: 'yesterday' is not a date: write it like 2017-02-05
            sessionbeam: --to=DATE is missing: give both --from and --to
            sessionbeam: INPUT: s3://bucket/events.jsonl must be a path on the local disk
            """));
  }

  @Test
  void anInputThatCannotBeReadIsNamedWithItsCause() throws IOException {
    CommandRun missing = explain(NITRO, "nowhere.jsonl");
    assertThat(missing.status(), is(2));
    assertThat(missing.err(), is("sessionbeam: cannot read nowhere.jsonl: it does not exist\n"));
    CommandRun directory = explain(NITRO, "pipelines");
    assertThat(directory.status(), is(2));
    assertThat(directory.err(), is("sessionbeam: pipelines is a folder: give one file of it\n"));
    Path pretty = Files.writeString(folder.resolve("a.json"), "{\n  \"a\": 1\n}\n");
    CommandRun overLines = explain(NITRO, pretty.toString());
    assertThat(overLines.status(), is(2));
    assertThat(overLines.err(), startsWith("sessionbeam: " + pretty + " "));
  }

  @Test
  void theNearestFlagIsNamed() {
    assertThat(explain("--rotues=x").err(), containsString("--routes"));
  }

  @ParameterizedTest
  @CsvSource({
    "'in,out', '', xterm, true",
    "out, '', xterm, true",
    "in, '', xterm, false",
    "'', '', xterm, false",
    "'in,out', 1, xterm, false",
    "'in,out', '', dumb, false"
  })
  void onlyATerminalWhoseUserWantsThemGetsColours(
      String streams, String noColor, String term, boolean coloured) throws IOException {
    Terminal terminal = Terminal.of(streams, Map.of("NO_COLOR", noColor, "TERM", term));
    byte[] timeline = Files.readAllBytes(Path.of(FOLDER, "timeline.jsonl"));
    CommandRun run = explain(timeline, terminal, NITRO, "-");
    assertThat(run.out().contains("\u001b[32mstarts: first event\u001b[0m"), is(coloured));
    assertThat(run.out().contains("\u001b"), is(coloured));
    String plain = run.out().replaceAll("\u001b\\[[0-9]*m", "");
    assertThat(plain, is(explain(timeline, Terminal.NONE, NITRO, "-").out()));
  }

  @Test
  void jsonHasNoColours() throws IOException {
    byte[] timeline = Files.readAllBytes(Path.of(FOLDER, "timeline.jsonl"));
    CommandRun run = explain(timeline, new Terminal(true, true, true), NITRO, "--json", "-");
    assertThat(run.out(), not(containsString("\u001b")));
  }

  @Test
  void aTerminalIsToldThatItIsRead() {
    CommandRun run = explain(new byte[0], new Terminal(true, true, false), NITRO);
    assertThat(run.err(), is("Reading records from the terminal, up to Ctrl-D ...\n"));
  }
}
