package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.packing.RecordBatch;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The grouping in windows of Beam's own functions: a group has all events of a merged window. */
@ExtendWith(TestPipelineExtension.class)
class ForeignWindowsTest {
  private static final Coder<RecordBatch<SourcedEvent>> CODER =
      RecordBatch.coder(SourcedEventCoder.of());

  /** The gap is so long that a group is never cut. */
  private static final SessionRules RULES = SessionRules.ofMillis(1_000_000, 0);

  private static final List<Event> EVENTS =
      List.of(Story.event(20, "b"), Story.event(0, "a"), Story.event(100, "c"));

  static Stream<Arguments> functions() {
    return Stream.of(SessionGrouping.values()).flatMap(ForeignWindowsTest::functions);
  }

  private static Stream<Arguments> functions(SessionGrouping how) {
    return Stream.of(
        Arguments.of(how, Sessions.withGapDuration(Duration.millis(30)), List.of("a b", "c")),
        Arguments.of(how, FixedWindows.of(Duration.millis(15)), List.of("a", "b", "c")),
        Arguments.of(how, new GlobalWindows(), List.of("a b c")));
  }

  private static List<TimestampedValue<RecordBatch<SourcedEvent>>> batches() {
    return EVENTS.stream()
        .map(event -> RecordBatch.of(List.of(new SourcedEvent(event, Packs.record(event)))))
        .map(batch -> TimestampedValue.of(batch, Instant.ofEpochMilli(0)))
        .toList();
  }

  private static PCollection<RecordBatch<SourcedEvent>> bounded(TestPipeline pipeline) {
    return pipeline.apply(Create.timestamped(batches()).withCoder(CODER));
  }

  private static PCollection<RecordBatch<SourcedEvent>> unbounded(TestPipeline pipeline) {
    TestStream.Builder<RecordBatch<SourcedEvent>> stream = TestStream.create(CODER);
    for (TimestampedValue<RecordBatch<SourcedEvent>> batch : batches()) {
      stream = stream.addElements(batch);
    }
    // Windows that end at the end of time are emitted at the end of the stream, whatever the
    // watermark was before.
    return pipeline.apply(
        stream
            .advanceWatermarkTo(Instant.EPOCH.plus(Duration.standardDays(10)))
            .advanceWatermarkToInfinity());
  }

  private static void requireGroups(
      SessionGrouping how,
      PCollection<RecordBatch<SourcedEvent>> events,
      WindowFn<? super KV<String, EventPack>, ?> windowFn,
      List<String> expected) {
    PAssert.that(
            events
                .apply(PackByMachine.by(windowFn))
                .apply(
                    Window.<KV<String, EventPack>>into(windowFn)
                        .triggering(GroupSessions.TRIGGER)
                        .withAllowedLateness(Duration.standardDays(2))
                        .accumulatingFiredPanes())
                .apply(how.of(RULES, MachineLimit.of(RULES, 1 << 20), 0))
                .get(GroupSessions.GROUPS)
                .apply(CutSessions.of(RULES))
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(revised -> Story.text(List.of(revised.session())))))
        .containsInAnyOrder(expected);
  }

  private static GroupSessions grouped() {
    return GroupSessions.of(RULES, MachineLimit.of(RULES, 1 << 20));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void inBatch(
      SessionGrouping how,
      WindowFn<? super KV<String, EventPack>, ?> windowFn,
      List<String> expected,
      TestPipeline pipeline) {
    requireGroups(how, bounded(pipeline), windowFn, expected);
    pipeline.run().waitUntilFinish();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void inAStream(
      SessionGrouping how,
      WindowFn<? super KV<String, EventPack>, ?> windowFn,
      List<String> expected,
      TestPipeline pipeline) {
    requireGroups(how, unbounded(pipeline), windowFn, expected);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void anUnsupportedTriggerIsRejected() {
    requireRejected(
        Window.<KV<String, EventPack>>into(new GlobalWindows())
            .triggering(DefaultTrigger.of())
            .withAllowedLateness(Duration.ZERO)
            .accumulatingFiredPanes(),
        "use .triggering(GroupSessions.TRIGGER)");
  }

  @Test
  void panesThatDoNotAccumulateAreRejected() {
    requireRejected(
        Window.<KV<String, EventPack>>into(new GlobalWindows())
            .triggering(GroupSessions.TRIGGER)
            .withAllowedLateness(Duration.ZERO)
            .discardingFiredPanes(),
        "use .accumulatingFiredPanes()");
  }

  private static void requireRejected(Window<KV<String, EventPack>> windows, String hint) {
    PCollection<KV<String, EventPack>> packs =
        bounded(TestPipeline.create().enableAbandonedNodeEnforcement(false))
            .apply(PackByMachine.by(new GlobalWindows()))
            .apply(windows);
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> packs.apply(grouped()));
    assertThat(failure.getMessage(), containsString(hint));
  }
}
