package dev.sessionbeam.session;

import static dev.sessionbeam.TestEvents.REJECTED;
import static dev.sessionbeam.TestEvents.at;
import static dev.sessionbeam.TestEvents.batch;
import static dev.sessionbeam.TestEvents.sourced;
import static dev.sessionbeam.session.Grouping.LIMIT;
import static dev.sessionbeam.session.Grouping.RULES;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.packing.RecordBatch;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which events are emitted together, in batch and in a stream without late events. */
@ExtendWith(TestPipelineExtension.class)
class GroupSessionsTest {
  private static PCollection<RecordBatch<SourcedEvent>> read(
      boolean stream, TestPipeline pipeline, List<RecordBatch<SourcedEvent>> batches) {
    if (!stream) {
      return pipeline.apply(Create.of(batches).withCoder(Grouping.CODER));
    }
    TestStream.Builder<RecordBatch<SourcedEvent>> arriving = TestStream.create(Grouping.CODER);
    for (RecordBatch<SourcedEvent> batch : batches) {
      arriving = arriving.addElements(TimestampedValue.of(batch, at("10:00")));
    }
    return pipeline.apply(arriving.advanceWatermarkToInfinity());
  }

  @ParameterizedTest(name = "stream: {0}, {1}")
  @CsvSource({"false, PACKED", "true, PACKED", "false, BEAM", "true, BEAM"})
  void allEventsOfAMergedWindowOfAMachineAreEmittedTogether(
      boolean stream, SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple grouped =
        Grouping.bySession(
            how,
            read(
                stream,
                pipeline,
                List.of(
                    batch("a 10:00 start", "a 10:40 view", "b 10:05 view"),
                    batch("a 12:00 view", "b 11:00 view", "b 11:05 start"),
                    batch("a 10:20 view", "b 10:34:59.999 view", "b 11:10 view"))));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder(
            "a 10:00 start, 10:20 view, 10:40 view",
            "a 12:00 view",
            "b 10:05 view, 10:34:59.999 view, 11:00 view",
            "b 11:05 start, 11:10 view");
    PAssert.that(Grouping.rejected(grouped)).empty();
    pipeline.run();
  }

  @ParameterizedTest(name = "stream: {0}, {1}")
  @CsvSource({"false, PACKED", "true, PACKED", "false, BEAM", "true, BEAM"})
  void recordsThatEarlierStepsRejectedAreEmittedSeparately(
      boolean stream, SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple grouped =
        Grouping.bySession(
            how,
            read(
                stream,
                pipeline,
                List.of(
                    new RecordBatch<>(sourced("a 10:00 view"), List.of(REJECTED, REJECTED)),
                    new RecordBatch<>(List.of(), List.of(REJECTED)))));
    PAssert.that(Grouping.groups(grouped)).containsInAnyOrder("a 10:00 view");
    String rejected = "not_json at validate: not JSON";
    PAssert.that(Grouping.rejected(grouped)).containsInAnyOrder(rejected, rejected, rejected);
    pipeline.run();
  }

  @ParameterizedTest(name = "stream: {0}, {1}")
  @CsvSource({"false, PACKED", "true, PACKED", "false, BEAM", "true, BEAM"})
  void windowsThatNeverMergeStayApart(boolean stream, SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple grouped =
        Grouping.by(
            how,
            FixedWindows.of(Duration.standardHours(1)),
            read(
                stream,
                pipeline,
                List.of(
                    batch("a 10:59:59.999 view", "a 11:00 view", "b 10:30 view"),
                    batch("a 10:00 view", "a 10:30 start", "a 11:59 view"))));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder(
            "a 10:00 view, 10:30 start, 10:59:59.999 view",
            "a 11:00 view, 11:59 view",
            "b 10:30 view");
    pipeline.run();
  }

  @ParameterizedTest(name = "stream: {0}, {1}")
  @CsvSource({"false, PACKED", "true, PACKED", "false, BEAM", "true, BEAM"})
  void windowsThatAllMergeGiveEachMachineOneGroup(
      boolean stream, SessionGrouping how, TestPipeline pipeline) {
    PCollectionTuple grouped =
        Grouping.by(
            how,
            Sessions.withGapDuration(Duration.standardDays(1)),
            read(
                stream,
                pipeline,
                List.of(
                    batch("a 10:00 view", "a 20:00 start", "b 00:00 view"),
                    batch("a 05:00 start", "b 23:59 view"))));
    PAssert.that(Grouping.groups(grouped))
        .containsInAnyOrder("a 05:00 start, 10:00 view, 20:00 start", "b 00:00 view, 23:59 view");
    pipeline.run();
  }

  private static String messageOfFailure(Window<KV<String, EventPack>> window) {
    PCollection<KV<String, EventPack>> packs =
        Pipeline.create(PipelineOptionsFactory.create())
            .apply(Create.empty(KvCoder.of(StringUtf8Coder.of(), EventPack.coder())))
            .apply(window);
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class, () -> packs.apply(GroupSessions.of(RULES, LIMIT)))
            .getMessage());
  }

  private static Window<KV<String, EventPack>> supported() {
    return Grouping.into(SessionWindows.of(RULES), Duration.ZERO);
  }

  @Test
  void anUnsupportedTriggerIsRejected() {
    assertThat(
        messageOfFailure(supported().triggering(AfterWatermark.pastEndOfWindow())),
        containsString("use .triggering(GroupSessions.TRIGGER)"));
  }

  @Test
  void discardingPanesAreRejected() {
    assertThat(
        messageOfFailure(supported().discardingFiredPanes()),
        containsString("use .accumulatingFiredPanes()"));
  }

  @Test
  void aWindowFunctionThatAssignsSeveralWindowsIsRejected() {
    SlidingWindows sliding =
        SlidingWindows.of(Duration.standardHours(1)).every(Duration.standardMinutes(10));
    assertThat(
        messageOfFailure(Grouping.into(sliding, Duration.ZERO)),
        containsString("use a WindowFn that assigns one, such as SessionWindows"));
  }
}
