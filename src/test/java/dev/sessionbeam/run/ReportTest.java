package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of a report, and those that lists alone give for the same events. */
class ReportTest {
  private static final Path NITRO = Path.of("pipelines/nitro.yaml");
  private static final Duration GAP = Duration.ofMinutes(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<Duration> USUAL_GAPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          GAP,
          Duration.ofHours(1),
          Duration.ofHours(2));

  private static final List<List<String>> FUNNELS =
      List.of(List.of("start", "edit", "share"), List.of("view", "view"), List.of("save", "none"));

  private static final String[] FUNNEL_FLAGS = {
    "--funnel=start,edit,share", "--funnel=view,view", "--funnel=save,none"
  };

  @TempDir private Path folder;

  private Path input(List<NaiveReport.Event> events, long seed) throws IOException {
    List<String> lines = new ArrayList<>(events.stream().map(NaiveReport.Event::json).toList());
    Collections.shuffle(lines, new Random(seed));
    Path input = Files.createDirectories(folder.resolve("in"));
    Files.write(input.resolve("in.jsonl"), lines);
    return input;
  }

  private Path definition(String gap, String cap) throws IOException {
    return Files.writeString(
        folder.resolve("gap-" + gap + "-" + cap + ".yaml"),
        Files.readString(NITRO)
            .replace("gap: 30m", "gap: " + gap)
            .replace("max_duration: 24h", "max_duration: " + cap));
  }

  private Path batch(Path definition, Path input, String... more) {
    Path output = folder.resolve("out-" + definition.getFileName());
    CommandRun run = CommandRun.run("FlinkRunner", definition, input, output, more);
    assertThat(run.err(), run.status(), is(0));
    return output;
  }

  /**
   * Events that come up to five hours late, so that sessions are written again. On a busy machine,
   * they may come before the sessions were written: then they come more slowly once more.
   */
  private Path stream(List<NaiveReport.Event> events, String format) throws IOException {
    List<NaiveReport.Event> inTime = new ArrayList<>(events);
    inTime.sort(Comparator.comparingLong(NaiveReport.Event::millis));
    List<NaiveReport.Event> arrivals = new ArrayList<>(inTime);
    for (int i = 40; i + 40 < inTime.size(); i += 40) {
      arrivals.remove(inTime.get(i));
      arrivals.add(Math.min(arrivals.size(), i + 35), inTime.get(i));
    }
    Path input = Files.createDirectories(folder.resolve("in"));
    Files.write(input.resolve("in.jsonl"), arrivals.stream().map(NaiveReport.Event::json).toList());
    for (int rate : List.of(1000, 200, 50)) {
      Path output = folder.resolve("out-stream-" + rate);
      if (stream(input, output, format, rate).contains("sessions revised or void")) {
        return output;
      }
    }
    throw new AssertionError("no session was written again");
  }

  private static String stream(Path input, Path output, String format, int rate) {
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
            "--replayRate=" + rate + "/s",
            "--autoWatermarkInterval=1",
            "--maxBundleSize=1",
            "--parallelism=1");
    assertThat(run.err(), run.status(), is(0));
    return run.out();
  }

  private static void requirePercentiles(JsonNode distribution, List<Long> sorted) {
    for (int percent : new int[] {10, 25, 50, 75, 90, 95, 99}) {
      long exact = sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
      double reported = distribution.get("percentiles").get("p" + percent).asDouble();
      assertThat(
          "p" + percent,
          reported,
          is(
              both(greaterThanOrEqualTo((double) exact))
                  .and(lessThanOrEqualTo(exact <= 2_047 ? exact : exact * 1.001))));
    }
    assertThat(distribution.get("max").asLong(), is(sorted.get(sorted.size() - 1)));
    assertThat(
        distribution.get("sum").asLong(), is(sorted.stream().mapToLong(Long::longValue).sum()));
    JsonNode classes = distribution.get("classes");
    for (int i = 0; i < classes.size(); i++) {
      long from = classes.get(i).get("from").asLong();
      long to = i + 1 < classes.size() ? classes.get(i + 1).get("from").asLong() : Long.MAX_VALUE;
      assertThat(
          "from " + from,
          classes.get(i).get("count").asLong(),
          is(sorted.stream().filter(value -> value >= from && value < to).count()));
    }
  }

  private static void requireFigures(ReportRun report, NaiveReport naive, Duration cap) {
    assertThat(report.counts(), is(naive.counts(USUAL_GAPS, GAP, cap, FUNNELS)));
    requirePercentiles(report.json().get("pauses_ms"), naive.pauses());
    requirePercentiles(
        report.json().get("durations_ms"), naive.values(GAP, cap, NaiveReport.Session::duration));
    requirePercentiles(
        report.json().get("lengths"), naive.values(GAP, cap, session -> session.events().size()));
    assertThat(report.json().get("lines").get("sessions_that_differ").asLong(), is(0L));
    assertThat(report.json().get("lines").get("sessions_cut_otherwise").asLong(), is(0L));
    assertThat(report.run().err(), not(containsString("Warning")));
  }

  @ParameterizedTest
  @CsvSource({"1, json, 24h", "2, json, 4h", "3, parquet, 0", "4, parquet, 24h"})
  void theFiguresOfABatchRunAreThoseOfItsEvents(long seed, String format, String cap)
      throws IOException {
    List<NaiveReport.Event> events = NaiveReport.randomEvents(seed);
    Path definition = definition("30m", cap);
    Path output = batch(definition, input(events, seed), "--format=" + format);
    ReportRun report = ReportRun.of(definition, output, folder, FUNNEL_FLAGS);
    Duration duration = cap.equals("0") ? Duration.ZERO : Duration.parse("PT" + cap);
    requireFigures(report, new NaiveReport(events), duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void theFiguresOfAStreamAreThoseOfItsCurrentLinesAlsoWhenDaysAreSettled(String format)
      throws IOException {
    List<NaiveReport.Event> events = NaiveReport.randomEvents(7);
    Path output = stream(events, format);
    ReportRun live = ReportRun.of(NITRO, output, folder, FUNNEL_FLAGS);
    requireFigures(live, new NaiveReport(events), DAY);
    assertThat(live.json().get("lines").get("events_superseded").asLong(), is(greaterThan(0L)));
    CommandRun settled =
        CommandRun.of(
            "settle",
            "--definition=" + NITRO,
            "--output=" + output,
            "--before=2017-02-06",
            "--runner=DirectRunner");
    assertThat(settled.err(), settled.status(), is(0));
    assertThat(settled.out(), containsString("Settled: 2017-02-05"));
    requireFigures(ReportRun.of(NITRO, output, folder, FUNNEL_FLAGS), new NaiveReport(events), DAY);
  }

  /** The runner, the parallelism and the number of buckets are no part of the result. */
  @Test
  void theSameOutputGivesTheSameBytes() throws IOException {
    Path output = batch(NITRO, input(NaiveReport.randomEvents(5), 5));
    ReportRun direct = ReportRun.of(NITRO, output, folder, FUNNEL_FLAGS);
    String[] flink = {
      FUNNEL_FLAGS[0], FUNNEL_FLAGS[1], FUNNEL_FLAGS[2], "--runner=FlinkRunner", "--parallelism=2"
    };
    ReportRun again = ReportRun.of(NITRO, output, folder, flink);
    assertThat(again.json(), is(direct.json()));
    assertThat(again.page(), is(direct.page()));
  }

  /** What a run with another gap writes, read from its session lines by the rule of the view. */
  private static Map<String, Long> ofRealRun(Path output, Duration gap) throws IOException {
    List<JsonNode> sessions = new ArrayList<>();
    for (String line : CommandRun.lines(output, "sessions")) {
      sessions.add(JSON.readTree(line));
    }
    sessions.sort(
        Comparator.comparing((JsonNode session) -> session.get("machine_id").asText())
            .thenComparing(session -> session.get("session_start").asText()));
    Map<String, Long> counts = new TreeMap<>();
    for (String field :
        List.of("first_event", "pause", "opening_event", "cap", "one_event", "max_duration_ms")) {
      counts.put(field, 0L);
    }
    JsonNode before = null;
    for (JsonNode session : sessions) {
      counts.merge("sessions", 1L, Long::sum);
      counts.merge(reason(before, session, gap), 1L, Long::sum);
      counts.merge("one_event", session.get("event_count").asInt() == 1 ? 1L : 0L, Long::sum);
      counts.merge("max_duration_ms", session.get("duration_ms").asLong(), Math::max);
      before = session;
    }
    return counts;
  }

  private static String reason(@Nullable JsonNode before, JsonNode session, Duration gap) {
    if (before == null || !before.get("machine_id").equals(session.get("machine_id"))) {
      return "first_event";
    }
    Duration pause =
        Duration.between(
            Instant.parse(before.get("session_end").asText()),
            Instant.parse(session.get("session_start").asText()));
    if (pause.compareTo(gap) >= 0) {
      return "pause";
    }
    return session.get("opened_by").asText().equals("opening_event") ? "opening_event" : "cap";
  }

  @ParameterizedTest
  @CsvSource({"random, 4h", "random, 0", "simulated, 24h", "simulated, 0"})
  void whatAnotherGapWouldGiveIsWhatARunWithItGives(String events, String cap) throws IOException {
    Path input;
    if (events.equals("random")) {
      input = input(NaiveReport.randomEvents(11), 11);
    } else {
      input = folder.resolve("in");
      CommandRun simulated =
          CommandRun.of(
              "simulate", "--events=3000", "--machines=40", "--seed=9", "--output=" + input);
      assertThat(simulated.err(), simulated.status(), is(0));
    }
    Path definition = definition("30m", cap);
    JsonNode gaps =
        ReportRun.of(definition, batch(definition, input), folder, "--gaps=1m,15m,2h")
            .json()
            .get("gaps");
    assertThat(gaps.size(), is(4));
    for (JsonNode gap : gaps) {
      Path other = definition(gap.get("gap").asText(), cap);
      Path output = batch(other, input, "--overwrite");
      Duration length = Duration.ofMillis(gap.get("gap_ms").asLong());
      assertThat(gap.get("gap").asText(), ReportRun.gapCounts(gap), is(ofRealRun(output, length)));
    }
  }

  @Test
  void anOutputOfAnotherDefinitionIsReported() throws IOException {
    Path output = batch(NITRO, input(NaiveReport.randomEvents(3), 3));
    ReportRun report = ReportRun.of(definition("5m", "24h"), output, folder);
    assertThat(
        report.run().err(),
        containsString("sessions would start at other events than those of the output"));
    assertThat(report.page(), containsString("<strong>Warning:</strong>"));
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"),
            Files.readString(NITRO).replace("machine: machine_id", "machine: device"));
    CommandRun run =
        CommandRun.of(
            "report",
            "--definition=" + other,
            "--input=" + output,
            "--output=" + folder.resolve("no.html"),
            "--runner=DirectRunner");
    assertThat(run.status(), is(1));
    assertThat(
        run.err(),
        allOf(
            containsString("is not one that this definition writes"),
            containsString("device"),
            not(containsString("\tat "))));
    assertThat(Files.exists(folder.resolve("no.html")), is(false));
  }

  @Test
  void correlationsAreTheLinesOfTheResult() throws IOException {
    Path output = batch(NITRO, input(NaiveReport.randomEvents(6), 6));
    Path lines = folder.resolve("correlations");
    ReportRun report = ReportRun.of(NITRO, output, folder, "--correlations=" + lines);
    for (String name : List.of("pairs", "next_actions")) {
      List<JsonNode> read = new ArrayList<>();
      for (String line : Files.readAllLines(lines.resolve(name + ".jsonl"))) {
        read.add(JSON.readTree(line));
      }
      List<JsonNode> expected = new ArrayList<>();
      report.json().get(name).forEach(expected::add);
      assertThat(read, is(expected));
      assertThat(read.size(), is(greaterThan(5)));
    }
  }

  @Test
  void theLedgerAndTheReasonsOfRejectedRecordsAreInTheReport() throws IOException {
    Path output = batch(NITRO, Path.of("testdata/nitro/raw"));
    JsonNode report = ReportRun.of(NITRO, output, folder).json();
    JsonNode summary = JSON.readTree(output.resolve("_summary.json").toFile());
    assertThat(report.get("ledger").get("records_read"), is(summary.get("records_read")));
    assertThat(report.get("lines").get("rejected"), is(summary.get("invalid_by_reason")));
  }
}
