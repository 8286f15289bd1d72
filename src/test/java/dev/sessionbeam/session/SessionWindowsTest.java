package dev.sessionbeam.session;

import static dev.sessionbeam.TestEvents.at;
import static dev.sessionbeam.TestEvents.batch;
import static dev.sessionbeam.TestEvents.time;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.packing.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The window function in a user's own pipeline, with Beam's grouping and the cut. */
@ExtendWith(TestPipelineExtension.class)
class SessionWindowsTest {
  private static final SessionRules RULES = SessionRules.ofMillis(30, 240);

  /** The rules of the tests with times of a day. */
  private static final SessionRules HALF_AN_HOUR =
      SessionRules.of(java.time.Duration.ofMinutes(30), java.time.Duration.ofDays(1));

  private static PCollection<KV<String, Event>> events(List<Event> events, TestPipeline pipeline) {
    return pipeline.apply(
        Create.timestamped(
                events.stream()
                    .map(
                        e ->
                            TimestampedValue.of(
                                KV.of(e.machine(), e), Instant.ofEpochMilli(e.millis())))
                    .toList())
            .withCoder(KvCoder.of(StringUtf8Coder.of(), EventCoder.of())));
  }

  private static PCollection<KV<String, EventPack>> packs(TestPipeline pipeline) {
    return pipeline
        .apply(
            Create.timestamped(
                    TimestampedValue.of(
                        batch(
                            "a 10:00 start",
                            "b 10:05 view",
                            "a 10:20 view",
                            "b 10:30 start",
                            "a 12:00 view"),
                        at("10:00")),
                    TimestampedValue.of(batch("b 10:50 view", "a 10:40 view"), at("10:40")))
                .withCoder(RecordBatch.coder(SourcedEventCoder.of())))
        .apply(PackByMachine.by(SessionWindows.of(HALF_AN_HOUR)));
  }

  @Test
  void eventsThatBeamGroupsAndTheCutterCutsAreTheSessions(TestPipeline pipeline) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int millis = i * 37 % 400 * (i % 5 == 0 ? 3 : 1);
      events.add(Story.event(millis, "e" + i, i % 11 == 0, "{\"v\":" + i + "}"));
    }
    PCollection<String> sessions =
        events(events, pipeline)
            .apply(Window.into(SessionWindows.of(RULES)))
            .apply(GroupByKey.create())
            .apply(ParDo.of(new CutFn()));
    List<String> expected =
        SequentialRule.sessions(events, RULES.gapMillis(), RULES.maxDurationMillis()).stream()
            .map(String::valueOf)
            .toList();
    assertThat(new TreeSet<>(expected).size(), is(expected.size()));
    PAssert.that(sessions).containsInAnyOrder(expected);
    pipeline.run();
  }

  private static final class CutFn extends DoFn<KV<String, Iterable<Event>>, String> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<Event>> machine, OutputReceiver<String> out) {
      List<Session> sessions =
          new SessionCutter(RULES).cut(Objects.requireNonNull(machine.getValue())).sessions();
      SequentialRule.ids(sessions).forEach(ids -> out.output(String.valueOf(ids)));
    }
  }

  @Test
  void anEventsWindowLastsUntilTheGapAfterIt(TestPipeline pipeline) {
    List<Event> events =
        List.of(
            TestEvents.event("a 10:00 start"),
            TestEvents.event("a 10:20 view"),
            TestEvents.event("b 10:05 view"));
    PCollection<String> windows =
        events(events, pipeline)
            .apply(Window.into(SessionWindows.of(HALF_AN_HOUR)))
            .apply(ParDo.of(new WindowOfEventFn()));
    PAssert.that(windows)
        .containsInAnyOrder(
            "a 10:00 start until 10:29:59.999",
            "a 10:20 view until 10:49:59.999",
            "b 10:05 view until 10:34:59.999");
    pipeline.run();
  }

  private static String until(BoundedWindow window) {
    return " until " + time(window.maxTimestamp().getMillis());
  }

  private static final class WindowOfEventFn extends DoFn<KV<String, Event>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, Event> event, BoundedWindow window, OutputReceiver<String> out) {
      out.output(TestEvents.text(List.of(event.getValue())) + until(window));
    }
  }

  @Test
  void aPackIsInOneWindowThatLastsUntilTheGapAfterItsLastEvent(TestPipeline pipeline) {
    PCollection<String> windows =
        packs(pipeline)
            .apply(Window.into(SessionWindows.of(HALF_AN_HOUR)))
            .apply(ParDo.of(new WindowOfPackFn()));
    PAssert.that(windows)
        .containsInAnyOrder(
            "a 10:00 start, 10:20 view until 10:49:59.999",
            "a 10:40 view until 11:09:59.999",
            "a 12:00 view until 12:29:59.999",
            "b 10:05 view until 10:34:59.999",
            "b 10:30 start until 10:59:59.999",
            "b 10:50 view until 11:19:59.999");
    pipeline.run();
  }

  private static final class WindowOfPackFn extends DoFn<KV<String, EventPack>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, EventPack> pack, BoundedWindow window, OutputReceiver<String> out) {
      out.output(TestEvents.text(pack.getValue().events().toList(pack.getKey())) + until(window));
    }
  }

  @Test
  void packsGroupedByBeamAreMergedAsTheirEventsWouldBe(TestPipeline pipeline) {
    PCollection<String> groups =
        packs(pipeline)
            .apply(Window.into(SessionWindows.of(HALF_AN_HOUR)))
            .apply(GroupByKey.create())
            .apply(ParDo.of(new GroupFn()));
    PAssert.that(groups)
        .containsInAnyOrder(
            "a 10:00 start, 10:20 view, 10:40 view until 11:09:59.999",
            "a 12:00 view until 12:29:59.999",
            "b 10:05 view until 10:34:59.999",
            "b 10:30 start, 10:50 view until 11:19:59.999");
    pipeline.run();
  }

  private static final class GroupFn extends DoFn<KV<String, Iterable<EventPack>>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, Iterable<EventPack>> group,
        BoundedWindow window,
        OutputReceiver<String> out) {
      List<Event> events = new ArrayList<>();
      Objects.requireNonNull(group.getValue())
          .forEach(pack -> events.addAll(pack.events().toList(group.getKey())));
      out.output(TestEvents.text(events) + until(window));
    }
  }
}
