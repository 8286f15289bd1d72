package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.google.common.hash.Hashing;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.Written;
import dev.sessionbeam.output.parquet.RowTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the command line with Parquet as the format: the rows give back the lines. */
class ParquetRunTest {
  private static final Path NITRO = GoldenSample.DEFINITION;
  private static final Path SAMPLE = GoldenSample.INPUT;
  private static final String PARQUET = "--format=parquet";
  private static final int EVENTS = Integer.getInteger("parquet.events", 4_000);

  @TempDir private Path folder;

  private static List<String> results(Path output) throws IOException {
    return Written.files(output).stream()
        .filter(file -> file.startsWith("events/") || file.startsWith("sessions/"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "DirectRunner, --compression=zstd",
    "FlinkRunner, --filesPerPartition=2",
    "FlinkRunner, --compression=gzip",
    "DirectRunner, --streaming",
    "FlinkRunner, --streaming"
  })
  void theRowsOfTheSampleGiveBackTheGoldenLines(String runner, String more) throws IOException {
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run(runner, NITRO, SAMPLE, output, PARQUET, more);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    GoldenSample.requireSame(output);
    assertThat(results(output), everyItem(endsWith(".parquet")));
    String lines = more.equals("--compression=gzip") ? ".jsonl.gz" : ".jsonl.zst";
    assertThat(
        Written.files(output).stream().filter(file -> file.startsWith("invalid/")).toList(),
        everyItem(endsWith(lines)));
    assertThat(
        Written.files(output).stream().filter(file -> file.startsWith(".")).toList(), is(empty()));
  }

  @Test
  void theFormatOfTheDefinitionIsTheDefault() throws IOException {
    Path definition =
        Files.writeString(
            folder.resolve("nitro.yaml"),
            Files.readString(NITRO)
                .replaceFirst("format: json .*\n", "format: parquet\n")
                .replaceFirst("compression: gzip .*\n", "compression: none\n"));
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run("DirectRunner", definition, SAMPLE, output);
    assertThat(run.err(), run.status(), is(0));
    GoldenSample.requireSame(output);
    assertThat(results(output), everyItem(endsWith(".parquet")));
    CommandRun lines =
        CommandRun.run("DirectRunner", definition, SAMPLE, output, "--format=json", "--overwrite");
    assertThat(lines.err(), lines.status(), is(0));
    GoldenSample.requireSame(output);
    assertThat(results(output), everyItem(endsWith(".jsonl.gz")));
  }

  /**
   * Without a rest, the columns alone give back the line. A seventh of the sample's lines has
   * escapes in place of letters, which no column gives back.
   */
  @Test
  void theColumnsOfNitroAloneGiveBackMostLines() throws Exception {
    Path output = folder.resolve("out");
    assertThat(CommandRun.run("DirectRunner", NITRO, SAMPLE, output, PARQUET).status(), is(0));
    try (RowTables tables = RowTables.over(output)) {
      assertThat(
          tables.rows(
              "SELECT count(*) FILTER (WHERE rest IS NULL) >= 0.95 * count(*) FROM events"
                  + " WHERE rest IS NULL OR rest NOT LIKE '%\\u%'"),
          is(List.of("true")));
    }
  }

  /** The same rows whatever the time zone of the reader's session is. */
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York"})
  void timesAreInstants(String zone) throws Exception {
    Path output = folder.resolve("out");
    assertThat(CommandRun.run("DirectRunner", NITRO, SAMPLE, output, PARQUET).status(), is(0));
    try (RowTables tables = RowTables.over(output)) {
      tables.execute("SET TimeZone = '" + zone + "'");
      assertThat(
          tables.rows(
              "SELECT count(*) FROM sessions WHERE epoch_ms(session_end) - epoch_ms(session_start)"
                  + " <> duration_ms OR strftime(session_start, '%Y-%m-%d') <> date"),
          is(List.of("0")));
      assertThat(
          tables.rows(
              "SELECT count(*) FROM events AS e JOIN sessions AS s USING (session_id)"
                  + " WHERE s.session_start = e.session_start AND e.timestamp >="
                  + " epoch_ms(s.session_start) AND e.timestamp <= epoch_ms(s.session_end)"),
          is(tables.rows("SELECT count(*) FROM events")));
    }
  }

  /** Late events revise sessions; the current rows are those of a batch run. */
  @Test
  void theCurrentRowsOfAStreamWithRevisionsAreThoseOfBatch() throws Exception {
    Path input = Files.createDirectory(folder.resolve("in"));
    List<String> records = new ArrayList<>();
    Random random = new Random(7);
    for (int minute = 0; minute < 600; minute++) {
      records.add(record(minute, minute));
      if (minute % 5 == 0) {
        records.add(record(10_000 + minute, Math.max(0, minute - random.nextInt(300))));
      }
    }
    Files.write(input.resolve("in.jsonl"), records);
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            NITRO,
            input,
            output,
            PARQUET,
            "--streaming",
            "--checkpointingInterval=500",
            "--maxBundleTimeMills=100",
            "--fileDelay=300ms",
            "--maxDisorder=1m",
            "--replayRate=400/s",
            "--autoWatermarkInterval=1",
            "--maxBundleSize=1",
            "--parallelism=1");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("sessions revised or void"));
    Path batch = folder.resolve("batch");
    assertThat(CommandRun.run("FlinkRunner", NITRO, input, batch, PARQUET).status(), is(0));
    try (RowTables tables = RowTables.over(output)) {
      assertThat(
          tables.rows("SELECT count(*) > 0 FROM events WHERE revision > 0"), is(List.of("true")));
    }
    requireTheRowsOfBatch(output, batch);
  }

  private static void requireTheRowsOfBatch(Path stream, Path batch) throws Exception {
    try (RowTables tables = RowTables.over(stream).with("_of_batch", batch)) {
      for (String dataset : List.of("sessions", "events")) {
        String streamed =
            "SELECT * REPLACE (NULL::BIGINT AS revision"
                + (dataset.equals("sessions") ? ", NULL::VARCHAR[] AS replaces" : "")
                + ") FROM current_"
                + dataset;
        String batched = "SELECT * FROM " + dataset + "_of_batch";
        assertThat(tables.rows("SELECT count(*) > 0 FROM (" + batched + ")"), is(List.of("true")));
        assertThat(tables.rows(streamed + " EXCEPT ALL " + batched + " LIMIT 3"), is(empty()));
        assertThat(tables.rows(batched + " EXCEPT ALL " + streamed + " LIMIT 3"), is(empty()));
      }
    }
  }

  /** {@code make parquet EVENTS=1000000} runs it with more events. */
  @Test
  void simulatedEventsAreTheSameRowsInBatchAndInStreamingAndTheSameLines() throws Exception {
    Path input = folder.resolve("in");
    CommandRun simulated =
        CommandRun.of(
            "simulate",
            "--events=" + EVENTS,
            "--machines=" + EVENTS / 40,
            "--seed=11",
            "--output=" + input);
    assertThat(simulated.err(), simulated.status(), is(0));
    Path lines = folder.resolve("lines");
    assertThat(CommandRun.run("FlinkRunner", NITRO, input, lines).status(), is(0));
    Path batch = folder.resolve("batch");
    assertThat(CommandRun.run("FlinkRunner", NITRO, input, batch, PARQUET).status(), is(0));
    for (String dataset : List.of("events", "sessions")) {
      assertThat(dataset, digest(batch.resolve(dataset)), is(digest(lines.resolve(dataset))));
    }
    Path stream = folder.resolve("stream");
    CommandRun streamed =
        CommandRun.run(
            "FlinkRunner",
            NITRO,
            input,
            stream,
            PARQUET,
            "--streaming",
            "--maxDisorder=1s",
            "--autoWatermarkInterval=1",
            "--fileDelay=1s");
    assertThat(streamed.err(), streamed.status(), is(0));
    requireTheRowsOfBatch(stream, batch);
  }

  /** The number of lines of a dataset, and the sum of their hashes, whatever their order is. */
  private static String digest(Path dataset) throws IOException {
    long count = 0;
    long sum = 0;
    for (Path file : CommandRun.files(dataset)) {
      for (String line : CommandRun.linesOf(file)) {
        count++;
        sum += Hashing.farmHashFingerprint64().hashString(line, StandardCharsets.UTF_8).asLong();
      }
    }
    return count + " lines, " + sum;
  }

  private static String record(int id, int minute) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":\"e%d\",\"timestamp\":%d,\"action\":\"%s\",\"machine_id\":\"m%d\",\"build\":\"11.0.3\",\"size\":1.50}",
        id,
        1486252800000L + minute * 60_000L,
        minute % 170 == 0 ? "start" : "view",
        minute % 3);
  }

  @Test
  void anOutputHasOneFormat() throws IOException {
    Path output = folder.resolve("out");
    assertThat(CommandRun.run("DirectRunner", NITRO, SAMPLE, output).status(), is(0));
    List<String> before = Written.files(output);
    CommandRun backfill =
        CommandRun.run(
            "DirectRunner",
            NITRO,
            SAMPLE,
            output,
            PARQUET,
            "--overwrite",
            "--from=2017-02-05",
            "--to=2017-02-06");
    assertThat(backfill.status(), is(2));
    assertThat(
        backfill.err(),
        allOf(
            containsString("has files of another format, such as "),
            containsString("/date=2017-02-05/part-0"),
            containsString("give --format=json; or compute everything again with --overwrite")));
    assertThat(Written.files(output), is(before));

    CommandRun all = CommandRun.run("DirectRunner", NITRO, SAMPLE, output, PARQUET, "--overwrite");
    assertThat(all.err(), all.status(), is(0));
    assertThat(results(output), everyItem(endsWith(".parquet")));
    GoldenSample.requireSame(output);
    CommandRun days =
        CommandRun.run(
            "DirectRunner",
            NITRO,
            SAMPLE,
            output,
            PARQUET,
            "--overwrite",
            "--from=2017-02-05",
            "--to=2017-02-06");
    assertThat(days.err(), days.status(), is(0));
    GoldenSample.requireSame(output);
  }

  @Test
  void anUnknownFormatIsAnError() {
    CommandRun run =
        CommandRun.run("DirectRunner", NITRO, SAMPLE, folder.resolve("out"), "--format=orc");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--format: 'orc' is not known: give json or parquet"));
  }

  /** The tests have 2 GiB of memory; each day is a file of events and one of sessions. */
  @Test
  void eventsOfAThousandDaysInRandomOrderAreWritten() throws Exception {
    List<String> records = new ArrayList<>();
    for (int day = 0; day < 1_000; day++) {
      for (int i = 0; i < 10; i++) {
        records.add(record(day * 10 + i, day * 1_440 + i));
      }
    }
    Collections.shuffle(records, new Random(3));
    Path input = Files.write(folder.resolve("in.jsonl"), records);
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run("FlinkRunner", NITRO, input, output, PARQUET);
    assertThat(run.err(), run.status(), is(0));
    assertThat(results(output).size(), is(greaterThan(1_999)));
    assertThat(CommandRun.lines(output, "events").size(), is(records.size()));
  }
}
