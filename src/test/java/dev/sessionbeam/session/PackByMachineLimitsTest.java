package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.packing.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events of a bundle are emitted in packs, each of one machine and one window. */
@ExtendWith(TestPipelineExtension.class)
class PackByMachineLimitsTest {
  private static final Coder<RecordBatch<SourcedEvent>> CODER =
      RecordBatch.coder(SourcedEventCoder.of());
  private static final Instant AT = Instant.ofEpochMilli(-50);

  private static Event of(String machine, long millis, String id) {
    Event event = event(millis, id);
    return new Event(machine, event.id(), millis, false, "view", event.json());
  }

  private static RecordBatch<SourcedEvent> batch(
      List<Event> events, List<RejectedRecord> rejected) {
    return new RecordBatch<>(
        events.stream().map(event -> new SourcedEvent(event, Packs.record(event))).toList(),
        rejected);
  }

  private static final RecordBatch<SourcedEvent> SEVERAL =
      batch(
          List.of(of("m", 20, "b"), of("n", 5, "d"), of("m", 0, "a"), of("m", 100, "c")),
          List.of(Packs.rejected(1), Packs.rejected(2)));

  private static PCollection<RecordBatch<SourcedEvent>> bounded(
      TestPipeline pipeline, RecordBatch<SourcedEvent> batch) {
    return pipeline.apply(Create.timestamped(TimestampedValue.of(batch, AT)).withCoder(CODER));
  }

  private static PCollection<RecordBatch<SourcedEvent>> unbounded(
      TestPipeline pipeline, RecordBatch<SourcedEvent> batch) {
    return pipeline.apply(
        TestStream.create(CODER)
            .addElements(TimestampedValue.of(batch, AT))
            .advanceWatermarkToInfinity());
  }

  private static PCollection<KV<String, EventPack>> packed(
      PCollection<RecordBatch<SourcedEvent>> events) {
    return events.apply(PackByMachine.by(SessionWindows.of(SessionRules.ofMillis(30, 0))));
  }

  @Test
  void inBatchAPackHasEventsOfOneMachineAndOneWindow(TestPipeline pipeline) {
    PAssert.that(packed(bounded(pipeline, SEVERAL)).apply(ParDo.of(new TextFn())))
        .containsInAnyOrder(
            "m@0: b a, 0 records", "m@100: c, 0 records", "n@5: d, 0 records", "@-50: 2 rejected");
    pipeline.run().waitUntilFinish();
  }

  /** These three names have the same hash in Java. */
  @Test
  void machinesWhoseNamesHaveTheSameHashAreKeptApart(TestPipeline pipeline) {
    RecordBatch<SourcedEvent> batch =
        batch(
            List.of(
                of("AaBB", 1, "a"),
                of("BBAa", 2, "b"),
                of("AaAa", 3, "c"),
                of("BBAa", 0, "d"),
                of("AaBB", 4, "e")),
            List.of());
    PAssert.that(packed(bounded(pipeline, batch)).apply(ParDo.of(new TextFn())))
        .containsInAnyOrder(
            "AaBB@1: a e, 0 records", "BBAa@0: b d, 0 records", "AaAa@3: c, 0 records");
    pipeline.run().waitUntilFinish();
  }

  @Test
  void inAStreamAPackHasTheRecordsOfItsEventsToo(TestPipeline pipeline) {
    PAssert.that(packed(unbounded(pipeline, SEVERAL)).apply(ParDo.of(new TextFn())))
        .containsInAnyOrder(
            "m@0: b a, 2 records", "m@100: c, 1 records", "n@5: d, 1 records", "@-50: 2 rejected");
    pipeline.run().waitUntilFinish();
  }

  private static List<RejectedRecord> rejected(int count) {
    return IntStream.range(0, count).mapToObj(Packs::rejected).toList();
  }

  @Test
  void manyRejectedRecordsAreEmittedOnceInPacksOfAtMost1024(TestPipeline pipeline) {
    PAssert.that(packed(bounded(pipeline, batch(List.of(), rejected(2500)))))
        .satisfies(
            packs -> {
              List<RejectedRecord> seen = new ArrayList<>();
              for (KV<String, EventPack> pack : packs) {
                assertThat(pack.getValue().rejected().size(), is(lessThanOrEqualTo(1024)));
                seen.addAll(pack.getValue().rejected());
              }
              assertThat(seen, containsInAnyOrder(rejected(2500).toArray()));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aMachineWithManyEventsHasSeveralPacksWithEachEventOnceAndItsRecord(TestPipeline pipeline) {
    List<Event> events =
        IntStream.range(0, 500)
            .mapToObj(i -> new Event("m", new byte[0], i, false, "view", new byte[1000]))
            .toList();
    PAssert.that(packed(unbounded(pipeline, batch(events, List.of()))))
        .satisfies(
            packs -> {
              List<Long> instants = new ArrayList<>();
              for (KV<String, EventPack> pack : packs) {
                assertThat(pack.getValue().events().size(), is(lessThanOrEqualTo(129 << 10)));
                List<Event> inPack = pack.getValue().events().toList("m");
                List<RawRecord> records = inPack.stream().map(Packs::record).toList();
                assertThat(pack.getValue().records(), is(records));
                inPack.forEach(event -> instants.add(event.millis()));
              }
              assertThat(
                  instants.stream().sorted().toList(),
                  is(IntStream.range(0, 500).mapToObj(i -> (long) i).toList()));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static final class TextFn extends DoFn<KV<String, EventPack>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, EventPack> element,
        @Timestamp Instant timestamp,
        OutputReceiver<String> out) {
      EventPack pack = Objects.requireNonNull(element.getValue());
      String ids =
          pack.events().toList(element.getKey()).stream()
              .map(Story::id)
              .collect(Collectors.joining(" "));
      String what =
          pack.rejected().isEmpty()
              ? ids + ", " + pack.records().size() + " records"
              : pack.rejected().size() + " rejected";
      out.output(element.getKey() + "@" + timestamp.getMillis() + ": " + what);
    }
  }
}
