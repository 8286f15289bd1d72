package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.TestRunners;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The sample gives the golden bytes with every runner, parallelism, grouping, set of files and
 * order.
 */
class SameBytesTest {
  private static final Path DEFINITION = GoldenSample.DEFINITION;
  private static final Path SAMPLE = GoldenSample.INPUT;

  @TempDir private Path folder;

  @Tag("locales")
  @ParameterizedTest
  @CsvSource({
    "DirectRunner, --streaming",
    "DirectRunner, --targetParallelism=3",
    "DirectRunner, --grouping=beam",
    "FlinkRunner, --grouping=beam",
    "FlinkRunner, --parallelism=1",
    "FlinkRunner, --parallelism=2",
    "FlinkRunner, --parallelism=3"
  })
  void theSampleGivesTheGoldenBytes(String runner, String how) throws IOException {
    TestRunners.assumeUsed(runner.equals("DirectRunner") && !how.equals("--grouping=beam"));
    requireGolden(runner, SAMPLE, how);
  }

  @Test
  void oneFileGivesTheSameBytes() throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Files.write(one.resolve("all.jsonl"), joined(records()));
    requireGolden("FlinkRunner", one);
  }

  @Test
  void fortyFilesOfShuffledRecordsGiveTheSameBytes() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    List<byte[]> shuffled = records();
    Collections.shuffle(shuffled, new Random(7));
    for (int file = 0; file < 40; file++) {
      List<byte[]> part = new ArrayList<>();
      for (int i = file; i < shuffled.size(); i += 40) {
        part.add(shuffled.get(i));
      }
      Files.write(many.resolve(String.format(Locale.ROOT, "part-%02d.jsonl", file)), joined(part));
    }
    requireGolden("FlinkRunner", many);
    requireGolden("DirectRunner", many);
  }

  @Test
  void filesPerPartitionChangesNoLine() throws IOException {
    requireGolden("FlinkRunner", SAMPLE, "--filesPerPartition=3", "--compression=none");
  }

  /**
   * Only on this runner, the timestamp of a pane decides whether it comes before its session is
   * due. If it came later, the session would be written twice.
   */
  @Test
  void aStreamThatBeamGroupsOnTheDirectRunnerRevisesNothing() throws IOException {
    Path raw = folder.resolve("raw");
    CommandRun simulated =
        CommandRun.of("simulate", "--events=8000", "--machines=200", "--seed=5", "--output=" + raw);
    assertThat(simulated.err(), simulated.status(), is(0));
    Path stream = folder.resolve("stream");
    CommandRun streamed =
        CommandRun.run("DirectRunner", DEFINITION, raw, stream, "--streaming", "--grouping=beam");
    assertThat(streamed.err(), streamed.status(), is(0));
    Path batch = folder.resolve("batch");
    CommandRun batched = CommandRun.run("FlinkRunner", DEFINITION, raw, batch);
    assertThat(batched.err(), batched.status(), is(0));
    for (String dataset : List.of("events", "sessions")) {
      assertThat(
          dataset, CommandRun.lines(stream, dataset).equals(CommandRun.lines(batch, dataset)));
    }
  }

  @Test
  void theSampleIsWhatTheSimulatorMakes() throws IOException {
    Path again = folder.resolve("again");
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--events=1000",
            "--machines=25",
            "--seed=2017",
            "--files=3",
            "--invalid=0.02",
            "--duplicates=0.02",
            "--output=" + again);
    assertThat(run.err(), run.status(), is(0));
    for (Path file : CommandRun.files(SAMPLE)) {
      assertThat(Files.mismatch(file, again.resolve(SAMPLE.relativize(file).toString())), is(-1L));
    }
    assertThat(CommandRun.files(again).size(), is(CommandRun.files(SAMPLE).size()));
  }

  private void requireGolden(String runner, Path input, String... more) throws IOException {
    Path output = folder.resolve("out-" + runner);
    List<String> flags = new ArrayList<>(List.of(more));
    flags.add("--overwrite");
    CommandRun run =
        CommandRun.run(runner, DEFINITION, input, output, flags.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    GoldenSample.requireSame(output);
  }

  /** The sample's records as bytes: some are not UTF-8. */
  private static List<byte[]> records() throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (Path file : CommandRun.files(SAMPLE)) {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        records.add(line.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return records;
  }

  private static byte[] joined(List<byte[]> records) {
    StringBuilder text = new StringBuilder();
    records.forEach(r -> text.append(new String(r, StandardCharsets.ISO_8859_1)).append('\n'));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
