package dev.sessionbeam;

import static dev.sessionbeam.TestEvents.at;
import static dev.sessionbeam.TestEvents.definition;
import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.millis;
import static dev.sessionbeam.TestEvents.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.output.WriteResults;
import dev.sessionbeam.session.CutSessions;
import dev.sessionbeam.session.GroupSessions;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.SessionRange;
import dev.sessionbeam.session.SessionRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TimestampedValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs ten records through all steps, in batch and in streaming. */
@ExtendWith(TestPipelineExtension.class)
class SessionPipelineTest {
  private static final Definition DEFINITION =
      definition(
          """
          clean: [{when: machine == 'b', trim: action, lower: action}]
          enrich: {hour: instant.getHours()}
          """);

  private static final List<RawRecord> RECORDS =
      TestEvents.records(
          """
          {"machine":"a","time":"2017-02-05T10:00:00Z","action":"start"}
          {"machine":"a","time":"2017-02-05T10:40:00Z","action":"view"}
          {"machine":"a","time":"2017-02-05T10:10:00Z","action":"view","page":1.0}
          {"machine":"a","time":"2017-02-05T10:10:00Z","action":"view","page":1.0}
          {"machine":"b","time":"2017-02-05T23:50:00Z","action":" START "}
          {"machine":"b","time":"2017-02-05T23:40:00Z","action":"view"}
          {"machine":"b","time":"2017-02-05T23:45:00Z","action":"click"}
          {"machine":"b","time":"2017-02-05T23:46:00Z"}
          {"machine":"b","time":"1970-01-01T00:00:00Z","action":"view"}
          not JSON
          """);

  private static final String LINES =
      """
      {"session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","machine":"a","session_start":"2017-02-05T10:00:00.000Z","session_end":"2017-02-05T10:10:00.000Z","duration_ms":600000,"event_count":2,"opened_by":"opening_event","first_action":"start","last_action":"view","actions":{"start":1,"view":1}}
      {"session_id":"34f7ee38-318c-5067-bcbb-bc3e134ed6fc","machine":"a","session_start":"2017-02-05T10:40:00.000Z","session_end":"2017-02-05T10:40:00.000Z","duration_ms":0,"event_count":1,"opened_by":"activity","first_action":"view","last_action":"view","actions":{"view":1}}
      {"session_id":"12d7d7bf-f9e1-5499-b392-bad50985403e","machine":"b","session_start":"2017-02-05T23:40:00.000Z","session_end":"2017-02-05T23:45:00.000Z","duration_ms":300000,"event_count":2,"opened_by":"activity","first_action":"view","last_action":"click","actions":{"click":1,"view":1}}
      {"session_id":"ceecbd68-5a4a-59e3-8969-eda994970299","machine":"b","session_start":"2017-02-05T23:50:00.000Z","session_end":"2017-02-05T23:50:00.000Z","duration_ms":0,"event_count":1,"opened_by":"opening_event","first_action":"start","last_action":"start","actions":{"start":1}}
      {"machine":"a","time":"2017-02-05T10:00:00Z","action":"start","hour":10,"session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","session_start":"2017-02-05T10:00:00.000Z","session_index":0}
      {"machine":"a","time":"2017-02-05T10:10:00Z","action":"view","page":1.0,"hour":10,"session_id":"9dfefd32-556c-56cd-bcac-a24aa7579e9d","session_start":"2017-02-05T10:00:00.000Z","session_index":1}
      {"machine":"a","time":"2017-02-05T10:40:00Z","action":"view","hour":10,"session_id":"34f7ee38-318c-5067-bcbb-bc3e134ed6fc","session_start":"2017-02-05T10:40:00.000Z","session_index":0}
      {"machine":"b","time":"2017-02-05T23:40:00Z","action":"view","hour":23,"session_id":"12d7d7bf-f9e1-5499-b392-bad50985403e","session_start":"2017-02-05T23:40:00.000Z","session_index":0}
      {"machine":"b","time":"2017-02-05T23:45:00Z","action":"click","hour":23,"session_id":"12d7d7bf-f9e1-5499-b392-bad50985403e","session_start":"2017-02-05T23:40:00.000Z","session_index":1}
      {"machine":"b","time":"2017-02-05T23:50:00Z","action":"start","hour":23,"session_id":"ceecbd68-5a4a-59e3-8969-eda994970299","session_start":"2017-02-05T23:50:00.000Z","session_index":0}
      """;

  private static final String REJECTED =
      """
      missing_field action at validate: {"machine":"b","time":"2017-02-05T23:46:00Z"}
      time_out_of_range time at check_time: {"machine":"b","time":"1970-01-01T00:00:00Z","action":"view"}
      not_json at validate: not JSON
      """;

  private static final FixedWindows NEVER_MERGING =
      FixedWindows.of(org.joda.time.Duration.millis(1));

  private static final Sessions MERGING_ALL =
      Sessions.withGapDuration(org.joda.time.Duration.standardDays(1));

  private static PTransform<PBegin, PCollection<List<RawRecord>>> read(boolean stream) {
    ListCoder<RawRecord> coder = ListCoder.of(RawRecordCoder.of());
    List<RawRecord> first = RECORDS.subList(0, 3);
    List<RawRecord> others = RECORDS.subList(3, RECORDS.size());
    return stream
        ? TestStream.create(coder)
            .addElements(TimestampedValue.of(first, at("10:00")))
            .advanceWatermarkTo(at("10:10"))
            .addElements(TimestampedValue.of(others, at("10:10")))
            .advanceWatermarkToInfinity()
        : Create.of(first, others).withCoder(coder);
  }

  /** A stream in which an event comes after its session was emitted. */
  private static PTransform<PBegin, PCollection<List<RawRecord>>> readOneAfterItsSession() {
    return TestStream.create(ListCoder.of(RawRecordCoder.of()))
        .addElements(TimestampedValue.of(List.of(record(json("a 10:00 view"))), at("10:00")))
        .advanceWatermarkTo(at("10:45"))
        .addElements(TimestampedValue.of(List.of(record(json("a 10:10 view"))), at("10:10")))
        .advanceWatermarkToInfinity();
  }

  /** Returns an end of the pipeline that expects these results, as text, in any order. */
  private static <T> PTransform<PCollection<T>, PDone> expect(
      Function<PCollection<T>, PCollection<String>> text, List<String> expected) {
    return PTransform.compose(
        results -> {
          PAssert.that(text.apply(results)).containsInAnyOrder(expected);
          return PDone.in(results.getPipeline());
        });
  }

  private static PTransform<PCollection<RevisedSession>, PDone> expectLines() {
    return expect(
        sessions ->
            sessions
                .apply("Format", WriteResults.sessionLines(DEFINITION))
                .apply(
                    "Lines",
                    FlatMapElements.into(strings())
                        .via(lines -> new String(lines.text(), UTF_8).lines().toList())),
        LINES.lines().toList());
  }

  private static PTransform<PCollection<RevisedSession>, PDone> expectSessions(String... expected) {
    return expect(
        sessions ->
            sessions.apply("Text", MapElements.into(strings()).via(SessionPipelineTest::text)),
        List.of(expected));
  }

  private static String text(RevisedSession session) {
    return TestEvents.text(session.session().events())
        + (session.revision() == 0 ? "" : " as revision " + session.revision());
  }

  private static PTransform<PCollection<RejectedRecord>, PDone> expectRejected() {
    return expect(
        rejected -> rejected.apply("Text", MapElements.into(strings()).via(TestEvents::text)),
        REJECTED.lines().toList());
  }

  private static PTransform<PCollection<List<RawRecord>>, PDone> expectArchived() {
    return expect(
        records ->
            records.apply(
                "Text",
                FlatMapElements.into(strings())
                    .via(element -> element.stream().map(TestEvents::text).toList())),
        RECORDS.stream().map(TestEvents::text).toList());
  }

  /** Returns an end that expects these sessions and, if not null, these rejected records. */
  private static Results expectResults(
      PTransform<PCollection<RevisedSession>, PDone> sessions,
      @Nullable PTransform<PCollection<RejectedRecord>, PDone> rejected) {
    return new Results(sessions, rejected);
  }

  private static final class Results extends PTransform<PCollectionTuple, PDone> {
    private final PTransform<PCollection<RevisedSession>, PDone> sessions;
    private final @Nullable PTransform<PCollection<RejectedRecord>, PDone> rejected;

    Results(
        PTransform<PCollection<RevisedSession>, PDone> sessions,
        @Nullable PTransform<PCollection<RejectedRecord>, PDone> rejected) {
      this.sessions = sessions;
      this.rejected = rejected;
    }

    @Override
    public PDone expand(PCollectionTuple results) {
      results.get(CutSessions.SESSIONS).apply("ExpectSessions", sessions);
      if (rejected != null) {
        results.get(GroupSessions.REJECTED).apply("ExpectRejected", rejected);
      }
      return PDone.in(results.getPipeline());
    }
  }

  /** Runs the steps. Counts the assertions, because an end that is not applied expects nothing. */
  private static PipelineResult run(
      SessionPipeline steps, SessionPipeline.Ends ends, int expectations, TestPipeline pipeline) {
    steps.addTo(pipeline, ends);
    assertThat(PAssert.countAsserts(pipeline), is(expectations));
    return pipeline.run();
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void recordsBecomeTheSameLinesInBatchAndInStreaming(boolean stream, TestPipeline pipeline) {
    PipelineResult result =
        run(
            SessionPipeline.of(DEFINITION),
            new SessionPipeline.Ends(
                read(stream), expectArchived(), expectResults(expectLines(), expectRejected())),
            3,
            pipeline);
    assertThat(Counters.of(WriteResults.class, result), is(Map.of(WriteResults.OPENED, 2L)));
  }

  @Test
  void onlySessionsThatStartInTheRangeAreEmitted(TestPipeline pipeline) {
    SessionRules rules = SessionRules.of(Duration.ofMinutes(30), Duration.ofDays(1));
    SessionRange range =
        SessionRange.of(
            java.time.Instant.ofEpochMilli(millis("10:40")),
            java.time.Instant.ofEpochMilli(millis("23:50")),
            rules);
    run(
        SessionPipeline.of(DEFINITION).within(range),
        new SessionPipeline.Ends(
            read(false),
            null,
            expectResults(expectSessions("a 10:40 view", "b 23:40 view, 23:45 click"), null)),
        1,
        pipeline);
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void windowsThatNeverMergeMakeASessionOfEachInstant(boolean stream, TestPipeline pipeline) {
    run(
        SessionPipeline.of(DEFINITION).windowedBy(NEVER_MERGING),
        new SessionPipeline.Ends(
            read(stream),
            null,
            expectResults(
                expectSessions(
                    "a 10:00 start",
                    "a 10:10 view",
                    "a 10:40 view",
                    "b 23:40 view",
                    "b 23:45 click",
                    "b 23:50 start"),
                expectRejected())),
        2,
        pipeline);
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void inWindowsThatAllMergeTheCutStillFindsTheSessions(boolean stream, TestPipeline pipeline) {
    run(
        SessionPipeline.of(DEFINITION).windowedBy(MERGING_ALL),
        new SessionPipeline.Ends(
            read(stream), null, expectResults(expectLines(), expectRejected())),
        2,
        pipeline);
  }

  @Test
  void aSessionIsEmittedAtItsEndAndAgainAsARevision(TestPipeline pipeline) {
    run(
        SessionPipeline.of(DEFINITION),
        new SessionPipeline.Ends(
            readOneAfterItsSession(),
            null,
            expectResults(
                expectSessions("a 10:00 view", "a 10:00 view, 10:10 view as revision 1"), null)),
        1,
        pipeline);
  }

  @Test
  void inWindowsThatEndLaterTheSameEventMakesNoRevision(TestPipeline pipeline) {
    run(
        SessionPipeline.of(DEFINITION).windowedBy(MERGING_ALL),
        new SessionPipeline.Ends(
            readOneAfterItsSession(),
            null,
            expectResults(expectSessions("a 10:00 view, 10:10 view"), null)),
        1,
        pipeline);
  }
}
