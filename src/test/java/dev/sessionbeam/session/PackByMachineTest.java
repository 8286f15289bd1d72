package dev.sessionbeam.session;

import static dev.sessionbeam.TestEvents.REJECTED;
import static dev.sessionbeam.TestEvents.at;
import static dev.sessionbeam.TestEvents.batch;
import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.sourced;
import static dev.sessionbeam.TestEvents.time;
import static java.util.stream.Collectors.joining;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.packing.RecordBatch;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which events are packed together. All events of a test are in one bundle. */
@ExtendWith(TestPipelineExtension.class)
class PackByMachineTest {
  private static final Coder<RecordBatch<SourcedEvent>> CODER =
      RecordBatch.coder(SourcedEventCoder.of());

  private static final PackByMachine BY_SESSION =
      PackByMachine.by(
          SessionWindows.of(
              SessionRules.of(java.time.Duration.ofMinutes(30), java.time.Duration.ofDays(1))));

  private static PCollection<RecordBatch<SourcedEvent>> batchAt(
      String time, RecordBatch<SourcedEvent> events, TestPipeline pipeline) {
    return pipeline.apply(
        Create.timestamped(TimestampedValue.of(events, at(time))).withCoder(CODER));
  }

  private static PCollection<RecordBatch<SourcedEvent>> streamAt(
      String time, RecordBatch<SourcedEvent> events, TestPipeline pipeline) {
    return pipeline.apply(
        TestStream.create(CODER)
            .addElements(TimestampedValue.of(events, at(time)))
            .advanceWatermarkToInfinity());
  }

  /** Emits each pack's timestamp and its content. */
  private static final class DescribeFn extends DoFn<KV<String, EventPack>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, EventPack> pack, @Timestamp Instant time, OutputReceiver<String> out) {
      EventPack events = pack.getValue();
      out.output(
          time(time.getMillis())
              + ": "
              + (events.rejected().isEmpty()
                  ? TestEvents.text(events.events().toList(pack.getKey()))
                  : events.rejected().stream().map(TestEvents::text).collect(joining())));
    }
  }

  private static PCollection<String> records(PCollection<KV<String, EventPack>> packs) {
    return packs.apply(
        MapElements.into(strings())
            .via(
                pack ->
                    pack.getValue().records().stream()
                        .map(TestEvents::text)
                        .collect(joining(" ", pack.getKey() + ": ", ""))));
  }

  @Test
  void aPackHasEventsOfOneMachineAndOneSessionAndTheTimeOfTheEarliest(TestPipeline pipeline) {
    PCollection<String> packs =
        batchAt(
                "12:00",
                batch(
                    "a 10:10 view",
                    "b 10:05 view",
                    "a 10:00 start",
                    "a 12:00 view",
                    "a 10:39:59.999 view",
                    "b 10:35 view",
                    "b 10:00 view",
                    "a 11:09:59.999 view"),
                pipeline)
            .apply(BY_SESSION)
            .apply(ParDo.of(new DescribeFn()));
    PAssert.that(packs)
        .containsInAnyOrder(
            "10:00: a 10:00 start, 10:10 view, 10:39:59.999 view",
            "11:09:59.999: a 11:09:59.999 view",
            "12:00: a 12:00 view",
            "10:00: b 10:00 view, 10:05 view",
            "10:35: b 10:35 view");
    pipeline.run();
  }

  @Test
  void anOpeningEventIsInAnotherPackThanTheEventsBeforeIt(TestPipeline pipeline) {
    PCollection<String> packs =
        batchAt(
                "10:00",
                batch("a 10:00 view", "a 10:10 start", "a 10:20 view", "a 10:30 start"),
                pipeline)
            .apply(BY_SESSION)
            .apply(ParDo.of(new DescribeFn()));
    PAssert.that(packs)
        .containsInAnyOrder(
            "10:00: a 10:00 view", "10:10: a 10:10 start, 10:20 view", "10:30: a 10:30 start");
    pipeline.run();
  }

  @Test
  void anyWindowFunctionDecidesWhatIsPackedTogether(TestPipeline pipeline) {
    PCollection<String> packs =
        batchAt(
                "10:00",
                batch("a 10:00 view", "a 10:59 view", "a 11:00 view", "b 10:30 start"),
                pipeline)
            .apply(PackByMachine.by(FixedWindows.of(Duration.standardHours(1))))
            .apply(ParDo.of(new DescribeFn()));
    PAssert.that(packs)
        .containsInAnyOrder(
            "10:00: a 10:00 view, 10:59 view", "11:00: a 11:00 view", "10:30: b 10:30 start");
    pipeline.run();
  }

  /** Beam's own sessions: the window of a pack would end a gap after its first event. */
  @Test
  void aWindowFunctionThatUsesOnlyTimestampsGetsOnePackPerInstant(TestPipeline pipeline) {
    PCollection<String> packs =
        batchAt("10:00", batch("a 10:00 view", "a 10:20 view", "a 10:00 click"), pipeline)
            .apply(PackByMachine.by(Sessions.withGapDuration(Duration.standardMinutes(30))))
            .apply(ParDo.of(new DescribeFn()));
    PAssert.that(packs)
        .containsInAnyOrder("10:00: a 10:00 click, 10:00 view", "10:20: a 10:20 view");
    pipeline.run();
  }

  @Test
  void inAStreamAPackHasTheTimeOfItsEarliestEventAsWell(TestPipeline pipeline) {
    PCollection<String> packs =
        streamAt("10:20", batch("a 10:20 view", "a 10:00 view", "b 10:10 view"), pipeline)
            .apply(BY_SESSION)
            .apply(ParDo.of(new DescribeFn()));
    PAssert.that(packs)
        .containsInAnyOrder("10:00: a 10:00 view, 10:20 view", "10:10: b 10:10 view");
    pipeline.run();
  }

  @Test
  void inAStreamTheRecordsStayWithTheirEventsInTheSameOrder(TestPipeline pipeline) {
    PCollection<KV<String, EventPack>> packs =
        streamAt("10:20", batch("a 10:20 view", "a 12:00 view", "a 10:00 view"), pipeline)
            .apply(BY_SESSION);
    PAssert.that(records(packs))
        .containsInAnyOrder(
            "a: " + json("a 10:20 view") + " " + json("a 10:00 view"),
            "a: " + json("a 12:00 view"));
    pipeline.run();
  }

  @Test
  void inBatchAPackHasNoRecordsBecauseNoLaterStepRejectsEvents(TestPipeline pipeline) {
    PCollection<KV<String, EventPack>> packs =
        batchAt("10:20", batch("a 10:20 view", "a 12:00 view", "a 10:00 view"), pipeline)
            .apply(BY_SESSION);
    PAssert.that(records(packs)).containsInAnyOrder("a: ", "a: ");
    pipeline.run();
  }

  @Test
  void rejectedRecordsHaveTheirOwnPackWithoutAMachineAndWithTheirTime(TestPipeline pipeline) {
    RecordBatch<SourcedEvent> events =
        new RecordBatch<>(sourced("a 10:00 view"), List.of(REJECTED));
    PCollection<KV<String, EventPack>> packs =
        streamAt("10:20", events, pipeline).apply(BY_SESSION);
    PAssert.that(packs.apply(ParDo.of(new DescribeFn())))
        .containsInAnyOrder("10:00: a 10:00 view", "10:20: not_json at validate: not JSON");
    PAssert.that(records(packs)).containsInAnyOrder("a: " + json("a 10:00 view"), ": ");
    pipeline.run();
  }

  @Test
  void aWindowFunctionThatAssignsSeveralWindowsIsRejected() {
    SlidingWindows sliding = SlidingWindows.of(Duration.standardHours(1));
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> PackByMachine.by(sliding));
    assertThat(
        failure.getMessage(),
        containsString("use a WindowFn that assigns one, such as SessionWindows"));
  }
}
