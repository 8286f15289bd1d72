package dev.sessionbeam.warehouse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.TablesScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sessionbeam settle} writes, read through the views: the same rows throughout. */
class SettledViewsTest {
  private static final Path NITRO = Path.of("pipelines/nitro.yaml");
  private static final Instant BEGIN = Instant.parse("2017-02-05T19:00:00Z");

  @TempDir private Path folder;

  /** Ten hours around midnight. Every fifth minute, an event comes that is up to five hours old. */
  private Path lateEvents() throws IOException {
    List<String> records = new ArrayList<>();
    Random random = new Random(11);
    for (int minute = 0; minute < 600; minute++) {
      records.add(record(minute, minute));
      if (minute % 5 == 0) {
        records.add(record(10_000 + minute, Math.max(0, minute - random.nextInt(300))));
      }
    }
    Path input = Files.createDirectory(folder.resolve("in"));
    Files.write(input.resolve("in.jsonl"), records);
    return input;
  }

  /** Each machine is silent for two hours of three. */
  private static String record(int id, int minute) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":\"e%d\",\"machine_id\":\"m%d\",\"timestamp\":%d,\"action\":\"%s\","
            + "\"build\":\"11.0.0.1\"}",
        id,
        minute / 60 % 3,
        BEGIN.plusSeconds(60L * minute).toEpochMilli(),
        id % 37 == 0 ? "start" : "view");
  }

  private Path stream(Path input, String format) {
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            NITRO,
            input,
            output,
            "--format=" + format,
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
    return output;
  }

  private static void settle(Path output, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "settle",
                "--definition=" + NITRO,
                "--output=" + output,
                "--runner=DirectRunner",
                "--files=1"));
    command.addAll(List.of(more));
    CommandRun run = CommandRun.of(command.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
  }

  /** The rows without the columns that only a stream, or only Parquet has. */
  private static List<String> rows(Database database, String format) throws Exception {
    String rest = format.equals("parquet") ? ", rest" : "";
    List<String> rows = new ArrayList<>();
    rows.addAll(database.rows("SELECT * EXCLUDE (revision, replaces) FROM current_sessions"));
    rows.addAll(database.rows("SELECT * EXCLUDE (revision" + rest + ") FROM current_events"));
    rows.sort(null);
    return rows;
  }

  private static Database open(Path output, String format) throws Exception {
    return Database.duckDb(TablesScript.print(output.toString(), "duckdb", format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void theViewsHaveTheRowsOfBatchBeforeAndAfterDaysSettle(String format) throws Exception {
    Path input = lateEvents();
    Path batch = folder.resolve("batch");
    assertThat(CommandRun.run("FlinkRunner", NITRO, input, batch).status(), is(0));
    List<String> expected;
    try (Database database = open(batch, "json")) {
      expected = rows(database, "json");
    }
    assertThat(expected, is(not(empty())));
    Path output = stream(input, format);
    try (Database database = open(output, format)) {
      assertThat(rows(database, format), is(expected));
      settle(output);
      assertThat(rows(database, format), is(expected));
      settle(output, "--keep=0s");
      assertThat(CommandRun.files(output.resolve("events")), is(empty()));
    }
    // A session of DuckDB that was open when the last live file went away has to run the script
    // again.
    try (Database database = open(output, format)) {
      assertThat(rows(database, format), is(expected));
    }
  }

  @Test
  void aManifestNamesTheFilesOfASettledDay() throws Exception {
    Path output = stream(lateEvents(), "json");
    settle(output);
    String manifest =
        Files.readString(output.resolve("_manifests/events_2017-02-05_2017-02-06.manifest"));
    for (Path file : CommandRun.files(output.resolve("settled/events/date=2017-02-05"))) {
      assertThat(manifest, containsString("\"" + file + "\""));
      assertThat(manifest, containsString("\"content_length\":" + Files.size(file) + "}"));
    }
  }
}
