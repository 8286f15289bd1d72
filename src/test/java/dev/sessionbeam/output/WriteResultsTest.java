package dev.sessionbeam.output;

import static dev.sessionbeam.TestEvents.definition;
import static dev.sessionbeam.TestEvents.millis;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.RevisedSessionCoder;
import dev.sessionbeam.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are written as lines, in the files of their datasets and partitions. */
@ExtendWith(TestPipelineExtension.class)
class WriteResultsTest {
  private static final RevisedSession FIRST =
      RevisedSession.first(session("a 10:00 start", "a 10:10 view"));
  private static final RevisedSession LATER =
      RevisedSession.first(session("a 23:50 click", "a 23:55 view", "a 23:55 click"));

  @TempDir private Path folder;

  private static Session session(String... events) {
    return new Session(Arrays.stream(events).map(TestEvents::event).toList());
  }

  private WriteLines files(Codec codec) {
    return WriteLines.to(folder.toString(), codec, 1);
  }

  private static PCollectionTuple read(
      boolean stream, TestPipeline pipeline, RevisedSession... sessions) {
    return Results.ofSessions(
        stream
            ? pipeline.apply(
                TestStream.create(RevisedSessionCoder.of())
                    .addElements(sessions[0], Arrays.copyOfRange(sessions, 1, sessions.length))
                    .advanceWatermarkToInfinity())
            : pipeline.apply(
                Create.of(Arrays.asList(sessions)).withCoder(RevisedSessionCoder.of())));
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void aSessionAndEachOfItsEventsBecomeALine(boolean stream, TestPipeline pipeline)
      throws IOException {
    read(stream, pipeline, FIRST, LATER).apply(WriteResults.of(definition(), files(Codec.NONE)));
    pipeline.run();
    assertThat(
        Written.lines(folder),
        is(
            Map.of(
                "events/date=2017-02-05",
                """
                {"machine":"a","time":"2017-02-05T10:00:00Z","action":"start","session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","session_start":"2017-02-05T10:00:00.000Z","session_index":0}
                {"machine":"a","time":"2017-02-05T10:10:00Z","action":"view","session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","session_start":"2017-02-05T10:00:00.000Z","session_index":1}
                {"machine":"a","time":"2017-02-05T23:50:00Z","action":"click","session_id":"a27dffa4-0b79-57f2-b1df-7dfabc9ad8db","session_start":"2017-02-05T23:50:00.000Z","session_index":0}
                {"machine":"a","time":"2017-02-05T23:55:00Z","action":"click","session_id":"a27dffa4-0b79-57f2-b1df-7dfabc9ad8db","session_start":"2017-02-05T23:50:00.000Z","session_index":2}
                {"machine":"a","time":"2017-02-05T23:55:00Z","action":"view","session_id":"a27dffa4-0b79-57f2-b1df-7dfabc9ad8db","session_start":"2017-02-05T23:50:00.000Z","session_index":1}
                """
                    .lines()
                    .toList(),
                "sessions/date=2017-02-05",
                """
                {"session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","machine":"a","session_start":"2017-02-05T10:00:00.000Z","session_end":"2017-02-05T10:10:00.000Z","duration_ms":600000,"event_count":2,"opened_by":"opening_event","first_action":"start","last_action":"view","actions":{"start":1,"view":1}}
                {"session_id":"a27dffa4-0b79-57f2-b1df-7dfabc9ad8db","machine":"a","session_start":"2017-02-05T23:50:00.000Z","session_end":"2017-02-05T23:55:00.000Z","duration_ms":300000,"event_count":3,"opened_by":"activity","first_action":"click","last_action":"click","actions":{"click":2,"view":1}}
                """
                    .lines()
                    .toList())));
  }

  /** If all roles are computed, a record may be empty. */
  @Test
  void anEventWithoutFieldsIsALineToo(TestPipeline pipeline) throws IOException {
    byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
    Event event = new Event("a", none, millis("10:00"), false, "view", none);
    read(false, pipeline, RevisedSession.first(new Session(List.of(event))))
        .apply(WriteResults.of(definition(), files(Codec.NONE)));
    pipeline.run();
    assertThat(
        Written.lines(folder).get("events/date=2017-02-05"),
        is(
            List.of(
                "{\"session_id\":\"9dfefd32-556c-56cd-bcac-a24aa7579e9d\",\"session_start\":\"2017-02-05T10:00:00.000Z\",\"session_index\":0}")));
  }

  @Test
  void aRevisionHasItsNumberAndTheSessionsThatItReplaces(TestPipeline pipeline) throws IOException {
    RevisedSession revision =
        new RevisedSession(session("a 10:00 start", "a 10:40 view"), 2, List.of(millis("10:40")));
    read(false, pipeline, revision).apply(WriteResults.of(definition(), files(Codec.NONE)));
    pipeline.run();
    assertThat(
        Written.lines(folder),
        is(
            Map.of(
                "events/date=2017-02-05",
                """
                {"machine":"a","time":"2017-02-05T10:00:00Z","action":"start","session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","session_start":"2017-02-05T10:00:00.000Z","session_index":0,"revision":2}
                {"machine":"a","time":"2017-02-05T10:40:00Z","action":"view","session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","session_start":"2017-02-05T10:00:00.000Z","session_index":1,"revision":2}
                """
                    .lines()
                    .toList(),
                "sessions/date=2017-02-05",
                """
                {"session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","machine":"a","session_start":"2017-02-05T10:00:00.000Z","session_end":"2017-02-05T10:40:00.000Z","duration_ms":2400000,"event_count":2,"opened_by":"opening_event","first_action":"start","last_action":"view","actions":{"start":1,"view":1},"revision":2,"replaces":["34f7ee38-318c-5067-bcbb-bc3e134ed6fc"]}
                """
                    .lines()
                    .toList())));
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void theSessionsStartDecidesTheFolderAlsoForItsEvents(boolean stream, TestPipeline pipeline)
      throws IOException {
    read(stream, pipeline, RevisedSession.first(session("a 10:59 view", "a 11:00 view")), LATER)
        .apply(WriteResults.of(definition("output: {partition: hour}"), files(Codec.NONE)));
    pipeline.run();
    Map<String, Integer> counts = new TreeMap<>();
    Written.lines(folder).forEach((partition, lines) -> counts.put(partition, lines.size()));
    assertThat(
        counts,
        is(
            Map.of(
                "events/date=2017-02-05/hour=10", 2,
                "events/date=2017-02-05/hour=23", 3,
                "sessions/date=2017-02-05/hour=10", 1,
                "sessions/date=2017-02-05/hour=23", 1)));
  }

  @Test
  void aBatchRunWritesTheGivenNumberOfFilesPerFolder(TestPipeline pipeline) throws IOException {
    read(false, pipeline, FIRST, LATER).apply(WriteResults.of(definition(), files(Codec.GZIP)));
    pipeline.run();
    assertThat(
        Written.files(folder),
        is(
            List.of(
                "events/date=2017-02-05/part-00000-of-00001.jsonl.gz",
                "sessions/date=2017-02-05/part-00000-of-00001.jsonl.gz")));
    assertThat(Written.lines(folder).get("events/date=2017-02-05"), hasSize(5));
  }

  /** A file's name consists of its run, its shard and the number of its pane. */
  @Test
  void linesOfAStreamWaitForMoreLinesUntilTheDelayIsOver(TestPipeline pipeline) throws IOException {
    RevisedSession muchLater = RevisedSession.first(session("a 23:59 view"));
    Results.ofSessions(
            pipeline.apply(
                TestStream.create(RevisedSessionCoder.of())
                    .addElements(FIRST)
                    .advanceProcessingTime(Duration.standardMinutes(1))
                    .addElements(LATER)
                    .advanceProcessingTime(Duration.standardMinutes(2))
                    .addElements(muchLater)
                    .advanceWatermarkToInfinity()))
        .apply(
            WriteResults.of(
                definition(),
                files(Codec.GZIP)
                    .named(new RunId("00000000000000ab"))
                    .withDelay(Duration.standardMinutes(2))));
    PipelineResult result = pipeline.run();
    assertThat(
        Written.files(folder),
        is(
            List.of(
                "events/date=2017-02-05/part-00000000000000ab0000000000000000.jsonl.gz",
                "events/date=2017-02-05/part-00000000000000ab0000000000000001.jsonl.gz",
                "sessions/date=2017-02-05/part-00000000000000ab0000000000000000.jsonl.gz",
                "sessions/date=2017-02-05/part-00000000000000ab0000000000000001.jsonl.gz")));
    assertThat(
        Counters.of(WriteLines.class, result),
        is(Map.of("events", 6L, "sessions", 3L, "files", 4L)));
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void linesAndSessionsWithAnOpeningEventAreCounted(boolean stream, TestPipeline pipeline) {
    read(stream, pipeline, FIRST, LATER).apply(WriteResults.of(definition(), files(Codec.NONE)));
    PipelineResult result = pipeline.run();
    Map<String, Long> lines = Counters.of(WriteLines.class, result);
    assertThat(List.of(lines.get("events"), lines.get("sessions")), is(List.of(5L, 2L)));
    assertThat(
        Counters.of(WriteResults.class, result),
        is(Map.of("sessions_opened_by_opening_event", 1L)));
  }
}
