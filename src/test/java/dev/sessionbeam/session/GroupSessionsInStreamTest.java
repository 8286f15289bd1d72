package dev.sessionbeam.session;

import static dev.sessionbeam.TestEvents.at;
import static dev.sessionbeam.TestEvents.batch;
import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.session.Grouping.RULES;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.packing.RecordBatch;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When a stream emits events: on time, again after a late event, or as rejected records. The
 * DirectRunner fires a timer when the watermark is after the timer's time, Flink when the watermark
 * is at that time.
 */
@ExtendWith(TestPipelineExtension.class)
class GroupSessionsInStreamTest {
  private static TestStream.Builder<RecordBatch<SourcedEvent>> stream() {
    return TestStream.create(Grouping.CODER);
  }

  /** Events that arrive together. */
  private static TimestampedValue<RecordBatch<SourcedEvent>> arrives(String... events) {
    return TimestampedValue.of(batch(events), at(events[0].split(" ", -1)[1]));
  }

  @ParameterizedTest
  @EnumSource
  void aGroupIsEmittedWhenTheWatermarkPassesTheEndOfItsWindow(
      SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple grouped =
        Grouping.bySession(
            how,
            pipeline.apply(
                stream()
                    .addElements(arrives("a 10:00 view", "b 10:20 view"))
                    .advanceWatermarkTo(at("10:29:59.999"))
                    .addElements(arrives("a 10:10 view"))
                    .advanceWatermarkTo(at("10:39:59.999"))
                    .addElements(arrives("a 10:05 view"))
                    .advanceWatermarkTo(at("10:40:00.001"))
                    .addElements(arrives("a 10:20 view", "b 10:30 view"))
                    .advanceWatermarkToInfinity()));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder(
            "a 10:00 view, 10:05 view, 10:10 view",
            "a 10:20 view after a 10:00 view, 10:05 view, 10:10 view at revision 0",
            "b 10:20 view, 10:30 view");
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource
  void aLateEventEmitsItsGroupAgainWithAllEventsEmittedBefore(
      SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple grouped =
        Grouping.bySession(
            how,
            pipeline.apply(
                stream()
                    .addElements(arrives("a 10:00 view"))
                    .advanceWatermarkTo(at("10:31"))
                    .addElements(arrives("a 10:10 view"))
                    .advanceWatermarkTo(at("10:45"))
                    .addElements(arrives("a 10:05 view"))
                    .advanceWatermarkToInfinity()));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder(
            "a 10:00 view",
            "a 10:10 view after a 10:00 view at revision 0",
            "a 10:05 view after a 10:00 view, 10:10 view at revision 1");
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource
  void aLateEventThatJoinsTwoGroupsEmitsThemAsOne(SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple grouped =
        Grouping.bySession(
            how,
            pipeline.apply(
                stream()
                    .addElements(arrives("a 10:00 view", "a 10:40 view"))
                    .advanceWatermarkTo(at("11:11"))
                    .addElements(arrives("a 10:20 view"))
                    .advanceWatermarkToInfinity()));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder(
            "a 10:00 view",
            "a 10:40 view",
            "a 10:20 view after a 10:00 view at revision 0 after a 10:40 view at revision 0");
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource
  void theWindowFunctionDecidesTheEndOfAWindow(SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple grouped =
        Grouping.by(
            how,
            FixedWindows.of(Duration.standardHours(1)),
            pipeline.apply(
                stream()
                    .addElements(arrives("a 10:00 view", "a 11:00 view"))
                    .advanceWatermarkTo(at("10:59:59.999"))
                    .addElements(arrives("a 10:10 view"))
                    .advanceWatermarkTo(at("11:00:00.001"))
                    .addElements(arrives("a 10:20 view", "a 11:10 view"))
                    .advanceWatermarkToInfinity()));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder(
            "a 10:00 view, 10:10 view",
            "a 10:20 view after a 10:00 view, 10:10 view at revision 0",
            "a 11:00 view, 11:10 view");
    pipeline.run();
  }

  @ParameterizedTest(name = "{0}, {1} minutes")
  @CsvSource({
    "PACKED, 60, 11:00, 10:59:59.999",
    "PACKED, 0, 12:00, 11:59:59.999",
    "BEAM, 60, 11:00, 10:59:59.999",
    "BEAM, 0, 12:00, 11:59:59.999"
  })
  void anEventIsTooLateIfTheWatermarkPassedItsTimeByMoreThanTheAllowedLateness(
      SessionGrouping how, int minutes, String inTime, String tooLate, TestPipeline pipeline) {
    PCollectionTuple grouped =
        pipeline
            .apply(
                stream()
                    .addElements(arrives("a 09:00 view"))
                    .advanceWatermarkTo(at("12:00"))
                    .addElements(
                        arrives("b " + tooLate + " view", "b " + inTime + " view"),
                        arrives("c " + tooLate + " view"))
                    .advanceWatermarkToInfinity())
            .apply(PackByMachine.by(SessionWindows.of(RULES)))
            .apply(Grouping.into(SessionWindows.of(RULES), Duration.standardMinutes(minutes)))
            .apply(how.of(RULES, Grouping.LIMIT, 0));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder("a 09:00 view", "b " + inTime + " view");
    PAssert.that(Grouping.rejected(grouped))
        .containsInAnyOrder(
            "late at admit: " + json("b " + tooLate + " view"),
            "late at admit: " + json("c " + tooLate + " view"));
    PipelineResult result = pipeline.run();
    assertThat(Counters.of(RejectedRecord.class, result), is(Map.of("late", 2L)));
  }

  @ParameterizedTest
  @EnumSource
  void eventsBeyondTheLimitOfAMachineAreRejected(SessionGrouping how, TestPipeline pipeline) {
    int ofTwoEvents = 2 * json("a 10:00 view").length();
    PCollectionTuple grouped =
        pipeline
            .apply(
                stream()
                    .addElements(arrives("a 10:00 view"))
                    .addElements(arrives("a 10:10 view", "a 10:20 view", "b 10:20 view"))
                    .advanceWatermarkTo(at("11:00"))
                    .addElements(arrives("a 11:00 view"))
                    .advanceWatermarkToInfinity())
            .apply(PackByMachine.by(SessionWindows.of(RULES)))
            .apply(Grouping.into(SessionWindows.of(RULES), Duration.standardHours(1)))
            .apply(how.of(RULES, MachineLimit.of(RULES, ofTwoEvents), 0));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder("a 10:00 view, 10:10 view", "b 10:20 view");
    PAssert.that(Grouping.rejected(grouped))
        .containsInAnyOrder(
            "too_many_events at admit: " + json("a 10:20 view"),
            "too_many_events at admit: " + json("a 11:00 view"));
    PipelineResult result = pipeline.run();
    assertThat(Counters.of(RejectedRecord.class, result), is(Map.of("too_many_events", 2L)));
  }
}
