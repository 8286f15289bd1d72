package dev.sessionbeam.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.output.Lines;
import dev.sessionbeam.publish.Dataset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.jspecify.annotations.Nullable;

/** The output of a {@link StreamStory}. */
final class Outcome {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LAST = "\"m\":\"last\"";
  private static final String TICK = "\"m\":\"" + StreamStory.TICK + "\"";

  private final Map<Dataset, List<JsonNode>> lines;
  private final int recordsRead;
  private final Map<String, Long> counters;
  private final @Nullable Map<String, Integer> state;

  private Outcome(
      Map<Dataset, List<JsonNode>> lines,
      int recordsRead,
      Map<String, Long> counters,
      @Nullable Map<String, Integer> state) {
    this.lines = lines;
    this.recordsRead = recordsRead;
    this.counters = counters;
    this.state = state;
  }

  /** Collects the output, in the order in which it is emitted. */
  static final class Collector extends DoFn<Lines, Void> {
    private static final Map<String, Queue<Lines>> COLLECTED = new ConcurrentHashMap<>();
    private static final Map<String, Map<String, Integer>> STATES = new ConcurrentHashMap<>();
    private static final Map<String, CountDownLatch> COUNTED = new ConcurrentHashMap<>();

    private final String run = UUID.randomUUID().toString();

    Collector() {
      COLLECTED.put(run, new ConcurrentLinkedQueue<>());
      COUNTED.put(run, new CountDownLatch(1));
    }

    @ProcessElement
    public void process(@Element Lines element) {
      Objects.requireNonNull(COLLECTED.get(run)).add(element);
      if (element.dataset() == Dataset.SESSIONS
          && new String(element.text(), StandardCharsets.UTF_8).contains(LAST)) {
        STATES.put(run, CountedState.entries());
        Objects.requireNonNull(COUNTED.get(run)).countDown();
      }
    }

    /** Holds the stream at {@link StreamStory#hold} until the state is counted. */
    Gate gate() {
      return new Gate(run);
    }

    Outcome outcome(int recordsRead, PipelineResult result) {
      Map<Dataset, List<JsonNode>> parsed = new TreeMap<>();
      for (Lines element : Objects.requireNonNull(COLLECTED.remove(run))) {
        new String(element.text(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.contains(TICK))
            .forEach(
                line ->
                    parsed
                        .computeIfAbsent(element.dataset(), d -> new ArrayList<>())
                        .add(json(line)));
      }
      Map<String, Long> counters = new HashMap<>();
      for (MetricResult<Long> counter :
          result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
        counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
      }
      COUNTED.remove(run);
      return new Outcome(parsed, recordsRead, counters, STATES.remove(run));
    }
  }

  /** Passes records on, and holds the stream at one of them. */
  static final class Gate extends DoFn<RawRecord, List<RawRecord>> {
    private final String run;

    private Gate(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element RawRecord record, OutputReceiver<List<RawRecord>> out)
        throws InterruptedException {
      if (new String(record.bytes(), StandardCharsets.UTF_8).equals(StreamStory.HOLD)) {
        boolean counted =
            Objects.requireNonNull(Collector.COUNTED.get(run)).await(10, TimeUnit.MINUTES);
        if (!counted) {
          throw new IllegalStateException("no session of the last machine was emitted");
        }
      }
      out.output(List.of(record));
    }
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }

  /** The lines as text, in an order that does not depend on the run. */
  List<String> sortedLines(Dataset dataset) {
    return lines(dataset).stream().map(JsonNode::toString).sorted().toList();
  }

  List<JsonNode> lines(Dataset dataset) {
    return lines.getOrDefault(dataset, List.of());
  }

  /**
   * The sessions of the machine {@code m} as a reader sees them: ids separated by blanks, sessions
   * by bars.
   */
  String current() {
    return current("m").stream()
        .map(ids -> String.join(" ", ids))
        .collect(Collectors.joining(" | "));
  }

  /** The sessions of a machine as a reader sees them, after all revisions. */
  List<List<String>> current(String machine) {
    List<JsonNode> sessions =
        lines(Dataset.SESSIONS).stream()
            .filter(line -> line.get("m").asText().equals(machine))
            .toList();
    return sessions.stream()
        .filter(line -> sessions.stream().noneMatch(other -> isAbove(other, line)))
        .sorted(Comparator.comparing(line -> line.get("session_start").asText()))
        .map(this::events)
        .toList();
  }

  private static boolean isAbove(JsonNode other, JsonNode line) {
    String id = line.get("session_id").asText();
    boolean isAboutIt =
        other.get("session_id").asText().equals(id)
            || StreamSupport.stream(other.path("replaces").spliterator(), false)
                .anyMatch(replaced -> replaced.asText().equals(id));
    return isAboutIt && revision(other) > revision(line);
  }

  /** The ids of a session's events. Their number must be the event count of the session's line. */
  private List<String> events(JsonNode session) {
    List<JsonNode> events =
        lines(Dataset.EVENTS).stream()
            .filter(event -> event.get("session_id").equals(session.get("session_id")))
            .filter(event -> revision(event) == revision(session))
            .sorted(Comparator.comparing(event -> event.get("session_index").asInt()))
            .toList();
    if (events.size() != session.get("event_count").asInt()) {
      throw new AssertionError(events.size() + " events of " + session);
    }
    return events.stream().map(event -> event.get("id").asText()).toList();
  }

  private static int revision(JsonNode line) {
    return line.path("revision").asInt(0);
  }

  /**
   * The session lines in the order in which they were written, as {@code ids @revision -replaced};
   * {@code replaced} is the number of replaced sessions.
   */
  List<String> written() {
    return lines(Dataset.SESSIONS).stream()
        .map(
            line ->
                String.join(" ", events(line))
                    + (revision(line) == 0 ? "" : " @" + revision(line))
                    + (line.has("replaces") ? " -" + line.get("replaces").size() : ""))
        .toList();
  }

  /** The number of lines that have a revision. */
  long revised() {
    return lines.values().stream().flatMap(List::stream).filter(line -> revision(line) > 0).count();
  }

  /** The records in {@code late/}, by their id, sorted. */
  List<String> late() {
    return lines(Dataset.LATE).stream()
        .map(line -> json(line.get("raw").asText()).get("id").asText())
        .sorted()
        .toList();
  }

  /** The records in {@code late/}, with their original text. */
  List<String> lateRecords() {
    return lines(Dataset.LATE).stream().map(line -> line.get("raw").asText()).toList();
  }

  /** The keyed state as it was while the stream was held. */
  Map<String, Integer> state() {
    return Objects.requireNonNull(state, "the stream was not held");
  }

  long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** The number of records that the ledger lacks; below zero if some records are counted twice. */
  long missing() {
    long events = lines(Dataset.EVENTS).size() - counter(SessionCounters.SUPERSEDED_EVENTS);
    return recordsRead
        - events
        - counter(SessionCounters.DUPLICATES)
        - lines(Dataset.INVALID).size()
        - lines(Dataset.LATE).size();
  }

  /** The number of elements that Beam dropped, in any step. */
  long dropped() {
    return counter("droppedDueToLateness")
        + counter("droppedDueToClosedWindow")
        + counter("StatefulParDoDropped");
  }

  /** Whether a condition holds for all lines of the dataset. */
  boolean all(Dataset dataset, SerializableFunction<JsonNode, Boolean> holds) {
    return lines(dataset).stream().allMatch(holds::apply);
  }
}
