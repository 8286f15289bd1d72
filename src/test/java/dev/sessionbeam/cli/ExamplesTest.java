package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.TestRunners;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.output.parquet.ParquetLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The definitions for the usual formats, each over a sample, in batch and in streaming. */
class ExamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DEFINITIONS = Path.of("pipelines/examples");
  private static final Path SAMPLES = Path.of("testdata/examples");

  private static final String YAML = ".yaml";
  private static final String SAMPLE = ".jsonl";
  private static final String SESSIONS = ".sessions.jsonl";
  private static final String LEDGER = ".ledger.json";

  @TempDir private Path folder;

  static List<String> examples() throws IOException {
    List<String> names = new ArrayList<>();
    for (String file : files(DEFINITIONS)) {
      names.add(file.substring(0, file.length() - YAML.length()));
    }
    return names;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void eachExampleHasASampleAndNothingElseIsThere() throws IOException {
    List<String> names = examples();
    assertThat(names, is(not(empty())));
    assertThat(files(DEFINITIONS), is(names.stream().map(name -> name + YAML).toList()));
    assertThat(
        files(SAMPLES),
        is(
            names.stream()
                .flatMap(name -> Stream.of(SAMPLE, LEDGER, SESSIONS).map(name::concat))
                .sorted()
                .toList()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsValid(String name) {
    CommandRun validate = CommandRun.of("validate", definition(name).toString());
    assertThat(validate.err(), validate.status(), is(0));
    assertThat(validate.out(), containsString("\nname: " + name + "\n"));
  }

  @Tag("locales")
  @ParameterizedTest
  @MethodSource("examples")
  void anExampleFindsTheSessionsOfItsSample(String name) throws IOException {
    Path batch = folder.resolve("batch");
    Path stream = folder.resolve("stream");
    check(name, batch, run("DirectRunner", name, batch));
    if (!TestRunners.useAll()) {
      return;
    }
    check(name, stream, run("FlinkRunner", name, stream, "--streaming"));
    assertThat(CommandRun.lines(stream, "events"), is(CommandRun.lines(batch, "events")));
    assertThat(CommandRun.lines(stream, "sessions"), is(CommandRun.lines(batch, "sessions")));
    assertThat(rejected(stream), is(rejected(batch)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theRowsOfAnExampleGiveBackItsLines(String name) throws Exception {
    Path lines = folder.resolve("lines");
    Path rows = folder.resolve("rows");
    run("DirectRunner", name, lines);
    run("DirectRunner", name, rows, "--format=parquet");
    Tables tables = DefinitionReader.read(definition(name)).tables();
    for (String dataset : List.of("events", "sessions")) {
      List<String> found = new ArrayList<>();
      for (Path file : CommandRun.files(rows.resolve(dataset))) {
        found.addAll(ParquetLines.of(file, tables));
      }
      found.sort(null);
      assertThat(found, is(CommandRun.lines(lines, dataset)));
    }
    assertThat(rejected(rows), is(rejected(lines)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aSampleHasWhatGoesWrong(String name) throws IOException {
    JsonNode ledger = ledger(name);
    for (String term : List.of("duplicates", "invalid", "filtered")) {
      assertThat(term, ledger.path(term).asInt(), is(greaterThanOrEqualTo(1)));
    }
    for (String opener : List.of("opening_event", "activity")) {
      assertThat(
          opener, ledger.path("sessions_opened_by_" + opener).asInt(), is(greaterThanOrEqualTo(1)));
    }
  }

  private static Path definition(String name) {
    return DEFINITIONS.resolve(name + YAML);
  }

  private static JsonNode ledger(String name) throws IOException {
    return JSON.readTree(SAMPLES.resolve(name + LEDGER).toFile());
  }

  private static CommandRun run(String runner, String name, Path output, String... more) {
    CommandRun run =
        CommandRun.run(runner, definition(name), SAMPLES.resolve(name + SAMPLE), output, more);
    assertThat(run.err(), run.status(), is(0));
    return run;
  }

  private static void check(String name, Path output, CommandRun run) throws IOException {
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(run.out(), not(containsString("Expressions that never had a value")));
    assertThat(run.out(), not(containsString("Fields that readers of the output may not see")));
    assertThat(
        CommandRun.lines(output, "sessions"),
        is(Files.readAllLines(SAMPLES.resolve(name + SESSIONS))));
    assertThat(CommandRun.lines(output, "late"), hasSize(0));
    JsonNode summary = JSON.readTree(output.resolve("_summary.json").toFile());
    ObjectNode counts = JSON.createObjectNode();
    for (Iterator<String> terms = ledger(name).fieldNames(); terms.hasNext(); ) {
      String term = terms.next();
      counts.set(term, summary.path(term));
    }
    assertThat(counts, is(ledger(name)));
  }

  /** The reason and the bytes of each rejected record. */
  private static List<Map.Entry<String, String>> rejected(Path output) throws IOException {
    List<Map.Entry<String, String>> rejected = new ArrayList<>();
    for (String line : CommandRun.lines(output, "invalid")) {
      JsonNode envelope = JSON.readTree(line);
      rejected.add(Map.entry(envelope.path("reason").asText(), envelope.path("raw").asText()));
    }
    rejected.sort(Map.Entry.comparingByValue());
    return rejected;
  }
}
