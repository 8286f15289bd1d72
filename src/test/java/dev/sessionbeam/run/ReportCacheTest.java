package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a cache, a report has the same bytes, and reads only new files. */
class ReportCacheTest {
  private static final Path NITRO = Path.of("pipelines/nitro.yaml");

  @TempDir private Path folder;
  private Path output = Path.of("");
  private Path cache = Path.of("");

  @BeforeEach
  void nameFolders() {
    output = folder.resolve("out");
    cache = folder.resolve("cache");
  }

  private ReportRun report(String... more) throws IOException {
    return ReportRun.of(NITRO, output, folder, more);
  }

  private ReportRun cached() throws IOException {
    return report("--cache=" + cache);
  }

  private static void requireSame(ReportRun left, ReportRun right) {
    assertThat(left.json(), is(right.json()));
    assertThat(left.page(), is(right.page()));
  }

  private void run(List<NaiveReport.Event> events, String... more) throws IOException {
    Path input = Files.createDirectories(folder.resolve("in"));
    Files.write(input.resolve("in.jsonl"), events.stream().map(NaiveReport.Event::json).toList());
    List<String> flags = new ArrayList<>(List.of(more));
    // So a file that is written again has the same name.
    flags.add("--filesPerPartition=1");
    CommandRun run =
        CommandRun.run("DirectRunner", NITRO, input, output, flags.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
  }

  @Test
  void aFileThatIsKnownIsNotReadAgain() throws IOException {
    run(NaiveReport.randomEvents(21));
    ReportRun plain = report();
    requireSame(cached(), plain);
    List<Path> files = new ArrayList<>(CommandRun.files(output.resolve("events")));
    files.addAll(CommandRun.files(output.resolve("sessions")));
    for (Path file : files) {
      FileTime modified = Files.getLastModifiedTime(file);
      Files.write(file, new byte[(int) Files.size(file)]);
      Files.setLastModifiedTime(file, modified);
    }
    ReportRun again = cached();
    String none = files.size() + " files of events and sessions, 0 of them to read";
    assertThat(again.run().err(), containsString(none));
    requireSame(again, plain);
    // With another question, the state after the last day is not known, but what files say is.
    ReportRun other = report("--cache=" + cache, "--gaps=10m");
    assertThat(other.run().err(), containsString(none));
    assertThat(other.json().get("sessions"), is(plain.json().get("sessions")));
    assertThat(other.json().get("gaps").get(1), is(plain.json().get("gaps").get(3)));
  }

  @Test
  void aNewDayAndAChangedOneGiveWhatAReportWithoutACacheGives() throws IOException {
    List<NaiveReport.Event> events = NaiveReport.randomEvents(22);
    run(events, "--from=2017-02-05", "--to=2017-02-06");
    requireSame(cached(), report());
    int first = CommandRun.files(cache).size();
    assertThat(first, is(greaterThan(1)));
    run(events, "--from=2017-02-06", "--to=2017-02-20");
    ReportRun grown = cached();
    assertThat(grown.run().err(), not(containsString(", 0 of them to read")));
    requireSame(grown, report());
    List<NaiveReport.Event> fewer = new ArrayList<>(events);
    Random random = new Random(1);
    fewer.removeIf(event -> random.nextInt(10) == 0);
    run(fewer, "--from=2017-02-05", "--to=2017-02-06", "--overwrite");
    requireSame(cached(), report());
    assertThat(
        "what is not needed is deleted",
        (int)
            CommandRun.files(cache).stream()
                .filter(file -> file.toString().endsWith(".parts.zst"))
                .count(),
        is(
            CommandRun.files(output.resolve("events")).size()
                + CommandRun.files(output.resolve("sessions")).size()));
  }

  /** Robots and sessions that other gaps join over midnight, days that come one after another. */
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void daysThatComeOneByOneGiveWhatAllOfThemGive(long seed) throws IOException {
    List<NaiveReport.Event> events = NaiveReport.randomEvents(seed);
    String[] flags = {"--cache=" + cache, "--funnel=start,edit,share", "--gaps=1m,1h,12h"};
    String[] plain = {flags[1], flags[2]};
    int known = 0;
    for (int day = 5; day <= 9; day++) {
      run(
          events,
          "--from=2017-02-0" + day,
          "--to=2017-02-" + (day == 9 ? "25" : "0" + (day + 1)),
          "--allowEmpty");
      ReportRun grown = report(flags);
      requireSame(grown, report(plain));
      int all =
          CommandRun.files(output.resolve("events")).size()
              + CommandRun.files(output.resolve("sessions")).size();
      assertThat(
          grown.run().err(),
          containsString(
              all + " files of events and sessions, " + (all - known) + " of them to read"));
      known = all;
    }
  }

  /** Then a day's counts cannot be taken apart, so all of them are counted again. */
  @Test
  void moreActionsThanHaveNumbersGiveTheSameToo() throws IOException {
    List<NaiveReport.Event> events = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      // Those of the first day are less frequent, so some of them lose their numbers.
      int name = i < 200 ? i % 60 : 200 + i % 150;
      long millis = 1_486_285_200_000L + i * 270_000L;
      events.add(new NaiveReport.Event("m" + i % 3, millis, "e" + i, "action-" + name));
    }
    run(events, "--from=2017-02-05", "--to=2017-02-06");
    requireSame(cached(), report());
    run(events, "--from=2017-02-06", "--to=2017-02-20");
    ReportRun grown = cached();
    assertThat(grown.json().get("all_actions_named").asBoolean(), is(false));
    requireSame(grown, report());
    requireSame(cached(), report());
  }

  /** Sessions that were revised, replaced and moved over midnight, as a stream writes them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomRevisionsThatComeFileByFileGiveTheSame(long seed) throws IOException {
    Random random = new Random(seed);
    Path whole = folder.resolve("whole");
    LiveHistory history = new LiveHistory();
    for (int machine = 0; machine < 6; machine++) {
      String name = "m" + machine;
      String hour = "0" + random.nextInt(10);
      switch (random.nextInt(4)) {
        case 0 -> history.once(name, "2017-02-05T" + hour + ":00:00.000Z", 1 + machine);
        case 1 -> history.revised(name, "2017-02-06T" + hour + ":00:00.000Z", 3);
        case 2 -> history.replaced(name, "2017-02-06T00:10:00.000Z", "2017-02-05T23:50:00.000Z");
        default -> history.splitAgain(name, "2017-02-06T00:20:00.000Z", "2017-02-05T23:40:00.000Z");
      }
    }
    history.writeTo(whole, 4);
    List<Path> files = new ArrayList<>(CommandRun.files(whole));
    while (!files.isEmpty()) {
      for (int i = 0; i < 5 && !files.isEmpty(); i++) {
        Path file = files.remove(random.nextInt(files.size()));
        Path to = output.resolve(whole.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
      requireSame(cached(), report());
    }
    assertThat(report().json().get("sessions").asInt(), is(history.sessions().size()));
    assertThat(report().json().get("events").asInt(), is(history.events().size()));
  }

  /** A line of the first day replaces a session of the next one, whose files come later. */
  @Test
  void aSessionThatALineOfAnEarlierDayReplacesIsNotCounted() throws IOException {
    Path whole = folder.resolve("whole");
    LiveHistory history =
        new LiveHistory()
            .once("m0", "2017-02-05T10:00:00.000Z", 2)
            .replaced("m1", "2017-02-06T00:10:00.000Z", "2017-02-05T23:50:00.000Z")
            .once("m2", "2017-02-06T10:00:00.000Z", 3);
    history.writeTo(whole, 1);
    for (String day : List.of("05", "06")) {
      for (String dataset : List.of("events", "sessions")) {
        String name = dataset + "/date=2017-02-" + day;
        for (Path file : CommandRun.files(whole.resolve(name))) {
          Files.createDirectories(output.resolve(name));
          Files.copy(file, output.resolve(name).resolve(file.getFileName()));
        }
      }
      requireSame(cached(), report());
    }
    ReportRun last = cached();
    assertThat(last.run().err(), containsString("4 files of events and sessions, 0 of them"));
    assertThat(last.json().get("sessions").asInt(), is(3));
    assertThat(last.json().get("lines").get("sessions_superseded").asInt(), is(1));
    assertThat(last.json().get("lines").get("events_superseded").asInt(), is(2));
  }

  @Test
  void aBrokenFileOfTheCacheIsNamed() throws IOException {
    run(NaiveReport.randomEvents(23));
    ReportRun first = cached();
    assertThat(first.run().status(), is(0));
    List<Path> files = CommandRun.files(cache);
    for (String suffix : List.of(".parts.zst", "counts.zst", ".machines.zst")) {
      Path broken =
          files.stream().filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
      byte[] whole = Files.readAllBytes(broken);
      Files.write(broken, new byte[] {1, 2, 3});
      boolean ofParts = suffix.equals(".parts.zst");
      CommandRun run =
          CommandRun.of(
              "report",
              "--definition=" + NITRO,
              "--input=" + output,
              "--output=" + folder.resolve("no.html"),
              "--cache=" + cache,
              ofParts ? "--gaps=7m" : "--gaps=1m,5m,15m,30m,1h,2h",
              "--runner=DirectRunner");
      assertThat(run.status(), is(1));
      Path named = ofParts ? broken : broken.getParent();
      assertThat(
          run.err(),
          allOf(
              containsString(named + " is broken"),
              containsString("delete it"),
              not(containsString("\tat "))));
      Files.write(broken, whole);
    }
  }
}
