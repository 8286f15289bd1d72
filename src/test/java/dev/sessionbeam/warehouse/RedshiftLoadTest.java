package dev.sessionbeam.warehouse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.TablesScript;
import dev.sessionbeam.warehouse.OutputFiles.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The load for Redshift, on PostgreSQL, gives what the views of DuckDB give over the same files.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class RedshiftLoadTest {
  private static final String DAY = "2017-02-05";
  private static final Session A = Session.of("a", DAY + "T09:00:00.000Z", "e1");
  private static final Session LONGER = Session.of("a", DAY + "T09:00:00.000Z", "e1", "e2");
  private static final Session B = Session.of("b", DAY + "T12:00:00.000Z", "e3");
  private static final Session BEFORE = Session.of("c", "2017-02-04T23:59:00.000Z", "e0", "e1");

  @TempDir private static Path folder;
  private static Redshift redshift;

  private Path output = Path.of("");
  private String load = "";
  private String format = "";

  @BeforeAll
  static void start() throws IOException {
    redshift = Redshift.start(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    redshift.close();
  }

  private static String load(String location, String format) {
    CommandRun printed =
        CommandRun.of(
            "tables",
            "--definition=pipelines/nitro.yaml",
            "--location=" + location,
            "--dialect=redshift",
            "--format=" + format,
            "--load");
    assertThat(printed.err(), printed.status(), is(0));
    return printed.out();
  }

  private OutputFiles output(String of) throws IOException, SQLException {
    format = of;
    String location = "s3://bucket/" + redshift.newOutput(of);
    redshift.newDatabase(TablesScript.print(location, "redshift", of));
    output = redshift.output(location.substring("s3://bucket/".length()));
    load = load(location, of);
    return new OutputFiles(output, OutputFiles.NITRO, of);
  }

  private String load() throws IOException, InterruptedException {
    Redshift.Load loaded = redshift.load(load);
    assertThat(loaded.err(), loaded.status(), is(0));
    return loaded.out() + loaded.err();
  }

  private List<String> rows(String query) throws SQLException {
    try (Database database = redshift.open()) {
      return database.rows(query);
    }
  }

  /** Requires that the tables have the rows of the views of DuckDB over all files. */
  private void requireTheViews() throws SQLException {
    List<String> queries =
        List.of(
            "SELECT session_id, machine_id, CAST(session_start AS VARCHAR), event_count,"
                + " coalesce(revision, 0), CAST(date AS VARCHAR)"
                + " FROM current_sessions ORDER BY session_id",
            "SELECT session_id, started_by FROM session_starts ORDER BY session_id",
            "SELECT session_id, session_index, event_id, \"timestamp\", document_pages,"
                + " coalesce(revision, 0), CAST(date AS VARCHAR)"
                + " FROM current_events ORDER BY session_id, session_index");
    String script = TablesScript.print(output.toString(), "duckdb", format);
    try (Database duckDb = Database.duckDb(script)) {
      for (String query : queries) {
        assertThat(query, rows(query), is(duckDb.rows(query)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void revisionsMergesAndSplitsGiveTheCurrentTruth(String of) throws Exception {
    OutputFiles files = output(of);
    files.live(A, B);
    assertThat(load(), containsString("4 files loaded"));
    assertThat(rows("SELECT session_id FROM current_sessions ORDER BY 1"), contains("a", "b"));
    requireTheViews();
    files.revise(1, LONGER);
    load();
    assertThat(rows("SELECT event_id FROM current_events ORDER BY 1"), contains("e1", "e2", "e3"));
    requireTheViews();
    files.revise(2, BEFORE, "a", "b");
    load();
    assertThat(rows("SELECT session_id FROM current_sessions"), contains("c"));
    requireTheViews();
    files.revise(3, A);
    files.revise(3, B);
    load();
    assertThat(rows("SELECT session_id FROM current_sessions ORDER BY 1"), contains("a", "b", "c"));
    requireTheViews();
    assertThat(
        rows("SELECT actions FROM sessions WHERE session_id = 'a'"), contains("{\"view\": 1}"));
  }

  /** Any lines, in any order, in files that come in any order. */
  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void anyLinesInAnyOrderGiveWhatTheViewGives(String of) throws Exception {
    OutputFiles files = output(of);
    long seed = Long.getLong("load.seed", 7);
    Random random = new Random(seed);
    List<Integer> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add(i);
    }
    Collections.shuffle(lines, random);
    int later = 0;
    for (int line : lines) {
      // Six sessions, each with ten revisions, each of which may replace another session.
      String id = "s" + line % 6;
      int revision = line / 6;
      Session session =
          new Session(
              id,
              "m" + line % 2,
              DAY + "T0" + line % 6 + ":00:00.000Z",
              List.of("e" + line, "f" + line).subList(0, 1 + random.nextInt(2)));
      String field = revision == 0 ? "" : ",\"revision\":" + revision;
      String replaced = "s" + random.nextInt(6);
      String replaces =
          random.nextBoolean() || replaced.equals(id) ? "" : ",\"replaces\":[\"" + replaced + "\"]";
      files.live("sessions", DAY, List.of(session.line(field + replaces)));
      if (random.nextInt(4) == 0) {
        load();
        later++;
      }
      files.live("events", DAY, session.eventLines(field));
      if (random.nextInt(4) == 0) {
        load();
        later++;
        requireTheViews();
      }
    }
    load();
    requireTheViews();
    assertThat("seed " + seed, later, is(not(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void aSecondLoadOfTheSameFilesChangesNothing(String of) throws Exception {
    OutputFiles files = output(of);
    files.live(A, B);
    files.revise(1, LONGER);
    load();
    String everything =
        "SELECT xmin, s.session_id FROM sessions AS s UNION ALL SELECT xmin, e.event_id FROM events"
            + " AS e UNION ALL SELECT xmin, file FROM loaded_files";
    List<String> before = rows(everything);
    assertThat(load(), is(""));
    assertThat(rows(everything), is(before));
    assertThat(before, hasSize(2 + 3 + 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void filesThatARunReplacedAreLoadedAgain(String of) throws Exception {
    OutputFiles files = output(of);
    files.live(A);
    files.revise(5, LONGER, "b");
    files.live(B);
    load();
    assertThat(rows("SELECT session_id FROM sessions"), contains("a"));
    for (Path file : CommandRun.files(output.resolve("sessions"))) {
      Files.delete(file);
    }
    for (Path file : CommandRun.files(output.resolve("events"))) {
      Files.delete(file);
    }
    files.live(A, B);
    assertThat(load(), containsString("Everything is loaded again"));
    assertThat(rows("SELECT session_id FROM sessions ORDER BY 1"), contains("a", "b"));
    requireTheViews();
  }

  @Test
  void whileARunReplacesResultsNothingIsLoaded() throws Exception {
    OutputFiles files = output("json");
    files.live(A);
    Path swap = output.resolve(".sessionbeam-temporary/swap_all.json");
    Files.createDirectories(swap.getParent());
    Files.writeString(swap, "{}");
    assertThat(load(), containsString("a run is replacing results"));
    assertThat(rows("SELECT * FROM loaded_files"), is(empty()));
    Files.delete(swap);
    load();
    requireTheViews();
  }

  @Test
  void aLoadThatFailsChangesNothingAndTheNextOneLoadsEverything() throws Exception {
    OutputFiles files = output("parquet");
    files.live(A);
    load();
    files.live(B);
    Path spoiled = CommandRun.files(output.resolve("events")).get(1);
    byte[] bytes = Files.readAllBytes(spoiled);
    redshift.afterManifest(() -> write(spoiled, new byte[0]));
    Redshift.Load failed = redshift.load(load);
    redshift.afterManifest(() -> {});
    assertThat(failed.status(), is(1));
    assertThat(failed.err(), containsString("nothing was loaded"));
    assertThat(rows("SELECT session_id FROM sessions"), contains("a"));
    assertThat(rows("SELECT * FROM loaded_files"), hasSize(2));
    write(spoiled, bytes);
    load();
    requireTheViews();
  }

  /** Two loads may begin before one of them ends. */
  @Test
  void aFileIsLoadedOnceHoweverManyLoadsFindIt() throws Exception {
    OutputFiles files = output("json");
    files.live(A);
    redshift.afterManifest(
        () -> {
          try (Database other = redshift.open()) {
            Path file = CommandRun.files(output.resolve("sessions")).get(0);
            String url = "s3://bucket/" + output.getFileName() + "/" + output.relativize(file);
            other.run("DELETE FROM loaded_files");
            other.run("INSERT INTO loaded_files VALUES ('" + url + "', 1, 'x')");
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Redshift.Load second = redshift.load(load);
    redshift.afterManifest(() -> {});
    assertThat(second.err(), second.status(), is(1));
    assertThat(second.err(), containsString("division by zero"));
    assertThat(rows("SELECT * FROM sessions"), is(empty()));
  }

  @Test
  void anOutputThatIsGoneLeavesTheTables() throws Exception {
    OutputFiles files = output("json");
    files.live(A);
    load();
    for (Path file : CommandRun.files(output)) {
      Files.delete(file);
    }
    Redshift.Load failed = redshift.load(load);
    assertThat(failed.status(), is(1));
    assertThat(failed.err(), containsString("has no files of events and sessions any more"));
    assertThat(rows("SELECT session_id FROM sessions"), contains("a"));
  }

  @Test
  void theRowsOfADayThatSettlesStay() throws Exception {
    OutputFiles files = output("json");
    files.live(A, B);
    files.live(BEFORE);
    load();
    files.settle(DAY, "00000000000000aa", A, B);
    files.switchTo(DAY, 1, "00000000000000aa", "");
    for (Path file : CommandRun.files(output.resolve("events/date=" + DAY))) {
      Files.delete(file);
    }
    assertThat(load(), is(""));
    requireTheViews();
    for (Path file : CommandRun.files(output.resolve("events/date=2017-02-04"))) {
      Files.delete(file);
    }
    Redshift.Load failed = redshift.load(load);
    assertThat(failed.err(), containsString("has settled days"));
    assertThat(failed.status(), is(1));
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void loadsWhileLinesAppearEndWithTheTruth() throws Exception {
    OutputFiles files = output("json");
    files.live(A, B);
    int loads = 8;
    Semaphore slices = new Semaphore(0);
    CompletableFuture<Void> stream =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int revision = 1; revision <= 10 * loads; revision++) {
                  if (revision % 10 == 1) {
                    slices.acquireUninterruptibly();
                  }
                  files.revise(revision, revision % 2 == 0 ? A : LONGER);
                  String[] replaced = revision % 3 == 0 ? new String[] {"b"} : new String[0];
                  files.revise(revision, BEFORE, replaced);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    for (int i = 0; i < loads; i++) {
      slices.release();
      load();
    }
    stream.get();
    load();
    requireTheViews();
    assertThat(rows("SELECT revision FROM sessions WHERE session_id = 'a'"), contains("80"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void theStatementsHaveOnlyWhatRedshiftHas(String of) {
    String script = load("s3://bucket/prefix", of).replaceAll("(?m)^ *--.*\n", "");
    List<String> merges = statements(script, "MERGE");
    assertThat(merges, hasSize(2));
    assertThat(
        merges,
        everyItem(
            matchesPattern(
                Pattern.compile(
                    "MERGE INTO \\w+ USING \\w+ AS line ON \\w+\\.session_id = line\\.session_id\\s+"
                        + "WHEN MATCHED THEN UPDATE SET\\s+\"?\\w+\"? = line[^;]*?\\s+"
                        + "WHEN NOT MATCHED THEN INSERT \\([^;()]*\\) VALUES \\([^;()]*\\)"))));
    for (String merge : merges) {
      assertThat(merge, not(matchesPattern(Pattern.compile("(?s).*\\bAND\\b.*"))));
      assertThat(merge.split("WHEN", -1).length, is(3));
    }
    List<String> copies = statements(script, "COPY");
    assertThat(copies, hasSize(2));
    String format =
        of.equals("json")
            ? "FORMAT AS JSON 'auto ignorecase' TIMEFORMAT 'auto' GZIP"
            : "FORMAT AS PARQUET SERIALIZETOJSON";
    for (String copy : copies) {
      assertThat(copy, containsString(" IAM_ROLE :iam_role " + format + " MANIFEST"));
    }
    for (String foreign :
        List.of("ON CONFLICT", "LATERAL", "jsonb", "FILTER (", "RETURNING", "::")) {
      assertThat(script, not(containsString(foreign)));
    }
    assertThat(script, not(containsString("<<made")));
  }

  private static List<String> statements(String script, String keyword) {
    List<String> found = new ArrayList<>();
    for (String statement : script.split(";\n", -1)) {
      int at = statement.indexOf(keyword + " ");
      if (at >= 0 && (at == 0 || statement.charAt(at - 1) == '\n')) {
        found.add(statement.substring(at));
      }
    }
    return found;
  }
}
