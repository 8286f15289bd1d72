package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.failure.RejectedRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Every pack that goes into buckets comes out once, with its machine and its window. */
class PackByBucketFnTest {
  private static final int MACHINES = 300;
  private static final int EVENTS = 20_000;
  private static final Coder<SessionWindow> WINDOW = SessionWindow.WindowCoder.of();

  private static PackByBucketFn<SessionWindow> into(int buckets) {
    return PackByBucketFn.of(WINDOW, buckets);
  }

  private static Event event(int i, int jsonBytes) {
    return new Event(
        "machine-" + i % MACHINES,
        new byte[] {(byte) i, (byte) (i >> 8)},
        i,
        i % 7 == 0,
        "view",
        new byte[jsonBytes]);
  }

  @Test
  void aBucketHoldsAllPacksOfItsMachinesEachWithItsWindow() throws Exception {
    Bundles bundles = new Bundles(into(16));
    Set<Event> in = new HashSet<>();
    for (int i = 0; i < EVENTS; i++) {
      Event event = event(i, 100);
      in.add(event);
      bundles.add(event.machine(), Packs.pack(event));
    }
    assertThat("a full bucket is emitted", bundles.out.size(), is(greaterThan(16)));
    bundles.finish();
    Map<String, Integer> bucketOf = new HashMap<>();
    Set<Event> seen = new HashSet<>();
    for (KV<Integer, byte[]> bucket : bundles.values()) {
      machines(bucket)
          .forEach(
              (machine, packs) -> {
                assertThat(
                    bucketOf.merge(machine, bucket.getKey(), (a, b) -> a), is(bucket.getKey()));
                for (WindowedPack<SessionWindow> pack : packs) {
                  Event event = pack.pack().events().toList(machine).get(0);
                  assertThat(pack.window(), is(SessionWindow.of(event, 30)));
                  assertThat(pack.pack(), is(Packs.pack(event)));
                  assertThat("the event is emitted once", seen.add(event), is(true));
                }
              });
    }
    assertThat(seen, is(in));
    assertThat(new HashSet<>(bucketOf.values()).size(), is(16));
  }

  @Test
  void nothingIsHeldBetweenBundles() throws Exception {
    Bundles bundles = new Bundles(into(16));
    bundles.add("m", Packs.pack(event(1, 1)));
    bundles.finish();
    bundles.out.clear();
    bundles.finish();
    assertThat(bundles.out, is(empty()));
    bundles.add("m", Packs.pack(event(2, 1)));
    bundles.finish();
    assertThat(bundles.values().size(), is(1));
    assertThat(machines(bundles.values().get(0)).keySet(), is(Set.of("m")));
  }

  @Test
  void aBucketHasTheTimeOfItsEarliestEvent() throws Exception {
    Bundles bundles = new Bundles(into(1));
    bundles.add("a", Packs.pack(Story.event(7, "x"), Story.event(5, "y")));
    bundles.add("b", Packs.pack(Story.event(6, "z")));
    bundles.finish();
    bundles.add("b", Packs.pack(Story.event(8, "z")));
    bundles.finish();
    assertThat(
        bundles.out.stream().map(bucket -> bucket.getTimestamp().getMillis()).toList(),
        is(List.of(5L, 8L)));
  }

  @Test
  void theTimeOfABucketIsForgottenWithItsEvents() throws Exception {
    Bundles bundles = new Bundles(into(1));
    bundles.add("a", Packs.pack(event(5, 100_000)));
    assertThat("the bucket is full", bundles.out.size(), is(1));
    bundles.add("a", Packs.pack(event(9, 1)));
    bundles.finish();
    assertThat(
        bundles.out.stream().map(bucket -> bucket.getTimestamp().getMillis()).toList(),
        is(List.of(5L, 9L)));
  }

  @Test
  void machinesAreSpreadEvenlyOverTheBuckets() throws Exception {
    Bundles bundles = new Bundles(into(16));
    for (int i = 0; i < 16_000; i++) {
      bundles.add("m" + i, Packs.pack(event(0, 0)));
      bundles.finish();
    }
    Map<Integer, Long> machines =
        bundles.values().stream().collect(Collectors.groupingBy(KV::getKey, Collectors.counting()));
    assertThat(machines.values(), everyItem(allOf(greaterThan(850L), lessThan(1150L))));
    assertThat(machines.size(), is(16));
  }

  @Test
  void rejectedRecordsAreEmittedSeparatelyAndNotInABucket() throws Exception {
    Bundles bundles = new Bundles(PackByBucketFn.touchingAll(WINDOW, 16));
    List<RejectedRecord> rejected = IntStream.range(0, 1000).mapToObj(Packs::rejected).toList();
    bundles.add(PackByMachine.NO_MACHINE, EventPack.ofRejected(rejected));
    bundles.finish();
    assertThat(bundles.rejected, is(rejected));
    for (KV<Integer, byte[]> bucket : bundles.values()) {
      assertThat(bucket.getValue().length, is(0));
    }
  }

  @Test
  void theFirstBundleEmitsEveryBucketIfEachMustGetAState() throws Exception {
    Bundles bundles = new Bundles(PackByBucketFn.touchingAll(WINDOW, 16));
    bundles.finish();
    assertThat("an empty bundle has no window", bundles.out, is(empty()));
    bundles.add("m", Packs.pack(event(0, 1)));
    bundles.finish();
    List<TimestampedValue<KV<Integer, byte[]>>> empty =
        bundles.out.stream().filter(bucket -> bucket.getValue().getValue().length == 0).toList();
    assertThat(
        empty.stream().map(bucket -> bucket.getValue().getKey()).toList(),
        is(IntStream.range(0, 16).boxed().toList()));
    // The latest timestamp: the watermark does not wait for these buckets.
    for (TimestampedValue<KV<Integer, byte[]>> bucket : empty) {
      assertThat(bucket.getTimestamp(), is(GlobalWindow.INSTANCE.maxTimestamp()));
    }
    bundles.out.clear();
    bundles.add("m", Packs.pack(event(1, 1)));
    bundles.finish();
    assertThat(bundles.out.size(), is(1));
  }

  @Test
  void theNumberOfBucketsKeepsEachBucketSmall() {
    assertThat(PackByBucketFn.bucketsFor(0), is(16));
    assertThat(PackByBucketFn.bucketsFor(400L << 20), is(100));
    assertThat(PackByBucketFn.bucketsFor(1L << 50), is(4096));
  }

  @Test
  void allBucketsTogetherHoldALimitedNumberOfBytes() throws Exception {
    Bundles bundles = new Bundles(into(4096));
    long added = 0;
    long mostHeld = 0;
    for (int i = 0; i < 10_000; i++) {
      bundles.add("m" + i, Packs.pack(event(i, 10_000)));
      added += 2 * 10_000; // The event and its record.
      mostHeld = Math.max(mostHeld, added - bundles.bytes());
    }
    assertThat(mostHeld, is(allOf(greaterThan(50L << 20), lessThan(65L << 20))));
  }

  private static Map<String, List<WindowedPack<SessionWindow>>> machines(
      KV<Integer, byte[]> bucket) {
    Map<String, List<WindowedPack<SessionWindow>>> machines = new HashMap<>();
    Bucket.Reader<SessionWindow> packs =
        new Bucket.Reader<>(bucket.getValue(), WindowedPack.coder(WINDOW));
    while (packs.next()) {
      machines.computeIfAbsent(packs.machine(), machine -> new ArrayList<>()).add(decoded(packs));
    }
    return machines;
  }

  private static WindowedPack<SessionWindow> decoded(Bucket.Reader<SessionWindow> packs) {
    try {
      return packs.pack();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs bundles, and collects their output. Each pack comes in the window of its span. */
  private static final class Bundles {
    private final PackByBucketFn<SessionWindow> fn;
    private final List<TimestampedValue<KV<Integer, byte[]>>> out = new ArrayList<>();
    private final List<RejectedRecord> rejected = new ArrayList<>();

    Bundles(PackByBucketFn<SessionWindow> fn) {
      this.fn = fn;
    }

    void add(String machine, EventPack pack) throws IOException {
      fn.process(
          KV.of(machine, pack),
          SessionWindow.of(pack, 30),
          Outputs.rejected(rejected),
          Outputs.timestamped(out));
    }

    void finish() {
      fn.finishBundle(new Finish(fn));
    }

    long bytes() {
      return values().stream().mapToLong(bucket -> bucket.getValue().length).sum();
    }

    List<KV<Integer, byte[]>> values() {
      return out.stream().map(TimestampedValue::getValue).toList();
    }

    private final class Finish
        extends DoFn<KV<String, EventPack>, KV<Integer, byte[]>>.FinishBundleContext {
      Finish(PackByBucketFn<SessionWindow> fn) {
        fn.super();
      }

      @Override
      public PipelineOptions getPipelineOptions() {
        return PipelineOptionsFactory.create();
      }

      @Override
      public void output(KV<Integer, byte[]> output, Instant timestamp, BoundedWindow window) {
        out.add(TimestampedValue.of(output, timestamp));
      }

      @Override
      public <T> void output(TupleTag<T> tag, T output, Instant timestamp, BoundedWindow window) {
        throw new UnsupportedOperationException();
      }
    }
  }
}
