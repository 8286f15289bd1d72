package dev.sessionbeam.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.SessionPipeline;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.session.CutSessions;
import dev.sessionbeam.session.GroupSessions;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.Session;
import dev.sessionbeam.session.SessionRange;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.StartReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares what {@link Explain} says about a thousand random machines with what a run makes of
 * them: the sessions, why they start, and the rejected records.
 */
@ExtendWith(TestPipelineExtension.class)
class ExplainAndRunTest {
  private static final Coder<List<RawRecord>> CODER = ListCoder.of(RawRecordCoder.of());
  private static final int MACHINES = 1_000;
  private static final int CHUNKS = 12;

  /** The steps of a test: everything but the ends of the pipeline is that of a run. */
  private static void run(
      TestPipeline pipeline,
      Definition definition,
      @Nullable SessionRange range,
      PTransform<PBegin, PCollection<List<RawRecord>>> read,
      Explanation explanation) {
    SessionPipeline.of(definition)
        .within(range)
        .addTo(
            pipeline,
            new SessionPipeline.Ends(
                read,
                null,
                PTransform.compose(
                    (PCollectionTuple results) -> {
                      expect(
                          "Sessions",
                          results.get(CutSessions.SESSIONS),
                          ExplainAndRunTest::text,
                          sessions -> withReasons(sessions, definition),
                          sessions(explanation));
                      expect(
                          "Rejected",
                          results.get(GroupSessions.REJECTED),
                          ExplainAndRunTest::text,
                          rejected -> rejected,
                          rejected(explanation));
                      return PDone.in(results.getPipeline());
                    })));
    assertThat(PAssert.countAsserts(pipeline), is(2));
    pipeline.run();
  }

  private static <T> void expect(
      String name,
      PCollection<T> actual,
      SerializableFunction<T, String> text,
      SerializableFunction<List<String>, List<String>> completed,
      List<String> expected) {
    PAssert.that(actual.apply(name + "Text", MapElements.into(TypeDescriptors.strings()).via(text)))
        .satisfies(
            texts -> {
              List<String> all = new ArrayList<>();
              texts.forEach(all::add);
              requireSame(name, completed.apply(all), expected);
              return null;
            });
  }

  /** Fails with the first differences: all texts of a thousand machines are too many to read. */
  private static void requireSame(String name, List<String> actual, List<String> expected) {
    TreeSet<String> missing = new TreeSet<>(expected);
    actual.forEach(missing::remove);
    TreeSet<String> unexpected = new TreeSet<>(actual);
    expected.forEach(unexpected::remove);
    String reason = name + ", -Dexplain.seed=" + Histories.SEED;
    assertThat(reason + ", only explain", missing.stream().limit(3).toList(), is(List.of()));
    assertThat(reason + ", only the run", unexpected.stream().limit(3).toList(), is(List.of()));
    assertThat(reason + ", number", actual.size(), is(expected.size()));
  }

  private static String text(RevisedSession revised) {
    return text(revised.session()) + (revised.revision() == 0 ? "" : " revised");
  }

  /** Machine, start, end and how it was opened, then the events with all their fields. */
  private static String text(Session session) {
    return session.machine()
        + " "
        + session.start()
        + " "
        + session.end()
        + " "
        + session.opened()
        + session.events().stream()
            .map((Event event) -> " " + new String(event.json(), UTF_8))
            .collect(Collectors.joining());
  }

  private static String text(RejectedRecord rejected) {
    return rejected.stage()
        + " "
        + rejected.reason()
        + " "
        + rejected.field()
        + " "
        + rejected.message()
        + " "
        + new String(rejected.record().bytes(), UTF_8);
  }

  /** Adds the reason by the rule of the view session_starts, from the sessions alone. */
  private static List<String> withReasons(List<String> sessions, Definition definition) {
    List<String> sorted = new ArrayList<>(sessions);
    sorted.sort(
        Comparator.comparing((String text) -> text.split(" ", -1)[0])
            .thenComparing(text -> Long.valueOf(text.split(" ", -1)[1])));
    List<String> complete = new ArrayList<>();
    String machine = "";
    long end = 0;
    for (String text : sorted) {
      String[] parts = text.split(" ", 5);
      long start = Long.parseLong(parts[1]);
      boolean isFirst = !parts[0].equals(machine);
      boolean paused = isFirst || start - end >= definition.session().gap().toMillis();
      String reason = paused ? "pause" : parts[3].equals("true") ? "opening_event" : "cap";
      complete.add(text + " " + reason);
      machine = parts[0];
      end = Long.parseLong(parts[2]);
    }
    return complete;
  }

  private static List<String> sessions(Explanation explanation) {
    List<String> texts = new ArrayList<>();
    for (MachineTimeline machine : explanation.machines()) {
      boolean isFirst = true;
      for (ExplainedSession session : machine.sessions()) {
        // The view does not see the sessions before those of a backfill.
        boolean isPause = isFirst || session.reason() == StartReason.PAUSE;
        if (session.isWritten()) {
          texts.add(text(session.session()) + " " + (isPause ? "pause" : session.reason().code()));
          isFirst = false;
        }
      }
    }
    return texts;
  }

  private static List<String> rejected(Explanation explanation) {
    return explanation.records().stream()
        .map(ExplainedRecord::rejected)
        .filter(Objects::nonNull)
        .map(ExplainAndRunTest::text)
        .toList();
  }

  private static Explanation explain(
      Definition definition, @Nullable SessionRange range, List<RawRecord> records) {
    Explain explain = new Explain(definition, null, range);
    records.forEach(explain::add);
    return explain.result();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 60, 240})
  void theSessionsAndTheirReasonsAreThoseOfABatchRun(long cap, TestPipeline pipeline) {
    Definition definition = Histories.definition(cap);
    List<RawRecord> records = new Histories(cap, MACHINES).records();
    Explanation explanation = explain(definition, null, records);
    requireEveryReason(cap, explanation);
    run(pipeline, definition, null, Create.of(chunks(records)).withCoder(CODER), explanation);
  }

  /** A history without a start by the cap, for example, would prove nothing about it. */
  private static void requireEveryReason(long cap, Explanation explanation) {
    for (StartReason reason : StartReason.values()) {
      long starts =
          explanation.machines().stream()
              .flatMap(machine -> machine.sessions().stream())
              .filter(session -> session.reason() == reason)
              .count();
      if (reason != StartReason.CAP || cap > 0) {
        assertThat(reason + " is in the histories", starts, is(greaterThan(10L)));
      }
    }
  }

  @Test
  void theSessionsAndTheirReasonsAreThoseOfAStream(TestPipeline pipeline) {
    long cap = 120;
    Definition definition = Histories.definition(cap);
    Histories histories = new Histories(cap + 1, MACHINES);
    List<RawRecord> records = histories.arrivals();
    TestStream.Builder<List<RawRecord>> stream = TestStream.create(CODER);
    List<List<RawRecord>> chunks = chunks(records);
    for (int i = 0; i < chunks.size(); i++) {
      long earliest = histories.earliest(chunks.get(i));
      stream =
          stream.addElements(
              TimestampedValue.of(chunks.get(i), org.joda.time.Instant.ofEpochMilli(earliest)));
      long next =
          chunks.subList(i + 1, chunks.size()).stream()
              .mapToLong(histories::earliest)
              .min()
              .orElse(earliest);
      stream = stream.advanceWatermarkTo(org.joda.time.Instant.ofEpochMilli(next));
    }
    run(
        pipeline,
        definition,
        null,
        stream.advanceWatermarkToInfinity(),
        explain(definition, null, records));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 60, 120, 240})
  void inABackfillTheSessionsAreThoseOfTheRunAlsoAtTheEdgesOfItsRange(
      long cap, TestPipeline pipeline) {
    Definition definition = Histories.definition(cap);
    Histories histories = new Histories(cap + 2, MACHINES);
    List<RawRecord> records = histories.records();
    SessionRules rules =
        SessionRules.of(definition.session().gap(), definition.session().maxDuration());
    SessionRange range =
        SessionRange.of(
            Instant.ofEpochMilli(Histories.ZERO + 1_200),
            Instant.ofEpochMilli(Histories.ZERO + 1_440),
            rules);
    Explanation explanation = explain(definition, range, records);
    for (ExplainedSession.Place place : ExplainedSession.Place.values()) {
      long sessions =
          explanation.machines().stream()
              .flatMap(machine -> machine.sessions().stream())
              .filter(session -> session.place() == place)
              .count();
      assertThat(place + " is in the histories", sessions, is(greaterThan(10L)));
    }
    run(pipeline, definition, range, Create.of(chunks(records)).withCoder(CODER), explanation);
  }

  private static List<List<RawRecord>> chunks(List<RawRecord> records) {
    List<List<RawRecord>> chunks = new ArrayList<>();
    int size = records.size() / CHUNKS + 1;
    for (int from = 0; from < records.size(); from += size) {
      chunks.add(records.subList(from, Math.min(records.size(), from + size)));
    }
    return chunks;
  }
}
