package dev.sessionbeam.session;

import static dev.sessionbeam.TestEvents.at;
import static dev.sessionbeam.TestEvents.event;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transform in a user's own pipeline. Both forms give the same sessions. */
@ExtendWith(TestPipelineExtension.class)
class SessionizeEventsTest {
  private static final Coder<KV<String, Event>> CODER =
      KvCoder.of(StringUtf8Coder.of(), EventCoder.of());
  private static final SessionRules RULES =
      SessionRules.of(java.time.Duration.ofMinutes(30), java.time.Duration.ofDays(1));

  private static SessionizeEvents by(SessionGrouping how) {
    SessionizeEvents sessionize =
        how == SessionGrouping.PACKED
            ? SessionizeEvents.packed(RULES)
            : SessionizeEvents.windowed(RULES);
    return sessionize.withAllowedLateness(Duration.standardHours(1));
  }

  private static TimestampedValue<KV<String, Event>> arrives(String text) {
    Event event = event(text);
    return TimestampedValue.of(
        KV.of(event.machine(), event), org.joda.time.Instant.ofEpochMilli(event.millis()));
  }

  private static PCollection<KV<String, Event>> bounded(TestPipeline pipeline, String... events) {
    List<TimestampedValue<KV<String, Event>>> values = new ArrayList<>();
    for (String text : events) {
      values.add(arrives(text));
    }
    return pipeline.apply(Create.timestamped(values).withCoder(CODER));
  }

  /**
   * Sessions as {@code "a 10:00 view, 10:10 view"}, with a revision above 0 and the starts that are
   * replaced.
   */
  private static PCollection<String> sessions(PCollectionTuple out) {
    return out.get(SessionizeEvents.SESSIONS)
        .apply("Sessions", MapElements.into(strings()).via(SessionizeEventsTest::text));
  }

  private static String text(RevisedSession revised) {
    String replaced =
        revised.replacedStarts().stream()
            .map(start -> java.time.Instant.ofEpochMilli(start).atOffset(ZoneOffset.UTC))
            .map(start -> start.toLocalTime().toString())
            .collect(Collectors.joining(", "));
    return TestEvents.text(revised.session().events())
        + (revised.revision() == 0 ? "" : " @" + revised.revision())
        + (replaced.isEmpty() ? "" : " in place of " + replaced);
  }

  private static PCollection<String> rejected(PCollectionTuple out) {
    return out.get(SessionizeEvents.REJECTED)
        .apply(
            "Rejected",
            MapElements.into(strings())
                .via(
                    reason ->
                        reason.getKey()
                            + ": "
                            + TestEvents.text(List.of(Objects.requireNonNull(reason.getValue())))));
  }

  @ParameterizedTest
  @EnumSource
  void inBatchEventsAreCutAtPausesAndOpenings(SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple out =
        bounded(
                pipeline,
                "b 10:40 view",
                "a 10:50 start",
                "a 10:00 start",
                "b 10:00 view",
                "a 10:51 view",
                "b 10:29:59.999 view",
                "a 10:20 view")
            .apply(by(how));
    PAssert.that(sessions(out))
        .containsInAnyOrder(
            "a 10:00 start, 10:20 view",
            "a 10:50 start, 10:51 view",
            "b 10:00 view, 10:29:59.999 view, 10:40 view");
    PAssert.that(rejected(out)).empty();
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource
  void onTimeLateAndTooLate(SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple out =
        pipeline
            .apply(
                TestStream.create(CODER)
                    .addElements(arrives("a 10:00 start"), arrives("a 10:40 view"))
                    .advanceWatermarkTo(at("11:11"))
                    // Late: joins the two sessions.
                    .addElements(arrives("a 10:20 view"))
                    .advanceWatermarkTo(at("11:20"))
                    // Late once more: an opening splits them again.
                    .addElements(arrives("a 10:30 start"))
                    .advanceWatermarkTo(at("12:00"))
                    // Just in time, and just too late.
                    .addElements(arrives("b 11:00 view"), arrives("b 10:59:59.999 view"))
                    .advanceWatermarkToInfinity())
            .apply(by(how));
    PAssert.that(sessions(out))
        .containsInAnyOrder(
            "a 10:00 start",
            "a 10:40 view",
            "a 10:00 start, 10:20 view, 10:40 view @1 in place of 10:40",
            "a 10:00 start, 10:20 view @2",
            "a 10:30 start, 10:40 view @2",
            "b 11:00 view");
    PAssert.that(rejected(out)).containsInAnyOrder("late: b 10:59:59.999 view");
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource
  void anIdleStreamEmitsNothing(SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple out =
        pipeline
            .apply(
                TestStream.create(CODER)
                    .advanceWatermarkTo(at("12:00"))
                    .advanceWatermarkToInfinity())
            .apply(by(how));
    PAssert.that(sessions(out)).empty();
    PAssert.that(rejected(out)).empty();
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource
  void eventsBeyondTheLimitOfAMachineAreRejected(SessionGrouping how, TestPipeline pipeline) {
    int ofOneEvent = event("a 10:00 view").json().length;
    PCollectionTuple out =
        pipeline
            .apply(
                TestStream.create(CODER)
                    .addElements(arrives("a 10:00 view"))
                    .addElements(arrives("a 10:10 view"), arrives("b 10:10 view"))
                    .advanceWatermarkToInfinity())
            .apply(by(how).withMachineLimit(ofOneEvent));
    PAssert.that(sessions(out)).containsInAnyOrder("a 10:00 view", "b 10:10 view");
    PAssert.that(rejected(out)).containsInAnyOrder("too_many_events: a 10:10 view");
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatIsNotTheMachineIsAnError(SessionGrouping how, TestPipeline pipeline) {
    pipeline
        .apply(Create.of(KV.of("somebody", event("a 10:00 view"))).withCoder(CODER))
        .apply(by(how));
    assertThat(
        assertThrows(PipelineExecutionException.class, pipeline::run).getMessage(),
        containsString("key events by Event::machine"));
  }
}
