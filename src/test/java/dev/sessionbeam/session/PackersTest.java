package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

/** Whatever is packed comes out, once, beside what it belongs to. */
class PackersTest {
  private static final int MACHINES = 300;
  private static final int EVENTS = 20_000;

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
  void aBucketHoldsAllEventsOfItsMachines() {
    BucketPacker packer = new BucketPacker(16);
    List<KV<Integer, Bucketed>> out = new ArrayList<>();
    Set<Event> in = new HashSet<>();
    for (int i = 0; i < EVENTS; i++) {
      Event event = event(i, 100);
      in.add(event);
      packer.add(event, out::add);
    }
    assertThat("goes out when a pack is full", out.size(), is(greaterThan(16)));
    packer.flush(out::add);
    Map<String, Integer> bucketOf = new HashMap<>();
    Set<Event> seen = new HashSet<>();
    for (KV<Integer, Bucketed> pack : out) {
      for (Event event : pack.getValue().events()) {
        assertThat(bucketOf.merge(event.machine(), pack.getKey(), (a, b) -> a), is(pack.getKey()));
        assertThat("comes once", seen.add(event), is(true));
      }
    }
    assertThat(seen, is(in));
    assertThat(new HashSet<>(bucketOf.values()).size(), is(16));
    out.clear();
    packer.flush(out::add);
    assertThat("is empty then", out.size(), is(0));
  }

  @Test
  void bucketsShareTheMachinesAboutEvenly() {
    BucketPacker packer = new BucketPacker(16);
    Map<Integer, Integer> machines = new HashMap<>();
    for (int i = 0; i < 16_000; i++) {
      Event event = new Event("m" + i, new byte[0], 0, false, "", new byte[0]);
      packer.add(event, pack -> {});
      packer.flush(pack -> machines.merge(pack.getKey(), 1, Integer::sum));
    }
    machines.values().forEach(n -> assertThat(n, is(allOf(greaterThan(850), lessThan(1150)))));
  }

  @Test
  void refusedRecordsComeOutOnceInBoundedPartsOfEveryBucket() {
    BucketPacker packer = new BucketPacker(16);
    List<KV<Integer, Bucketed>> out = new ArrayList<>();
    Set<Refused> in = new HashSet<>();
    for (int i = 0; i < EVENTS; i++) {
      RawRecord record = new RawRecord(new byte[i % 200], new FileOrigin("f", i));
      Refused refused = new Refused(record, Reason.NOT_JSON, Stage.VALIDATE, "no JSON", null);
      in.add(refused);
      packer.addRefused(refused, out::add);
    }
    packer.flush(out::add);
    Set<Refused> seen = new HashSet<>();
    Set<Integer> buckets = new HashSet<>();
    for (KV<Integer, Bucketed> pack : out) {
      buckets.add(pack.getKey());
      assertThat(pack.getValue().events(), is(PackedEvents.NONE));
      assertThat(pack.getValue().refused().size(), is(lessThan(1025)));
      pack.getValue().refused().forEach(r -> assertThat("comes once", seen.add(r), is(true)));
    }
    assertThat(seen, is(in));
    assertThat(buckets.size(), is(16));
    out.clear();
    packer.flush(out::add);
    assertThat("is empty then", out.size(), is(0));
  }

  @Test
  void soManyBucketsThatEachIsSmall() {
    assertThat(BucketPacker.bucketsFor(0), is(16));
    assertThat(BucketPacker.bucketsFor(400L << 20), is(100));
    assertThat(BucketPacker.bucketsFor(1L << 50), is(4096));
  }

  @Test
  void manyBucketsTogetherAreHeldOnlyUpToABound() {
    BucketPacker packer = new BucketPacker(4096);
    List<KV<Integer, Bucketed>> out = new ArrayList<>();
    int held = 0;
    while (out.isEmpty()) {
      Event event = new Event("m" + held, new byte[0], 0, false, "", new byte[10_000]);
      packer.add(event, out::add);
      held += 10_000;
    }
    assertThat(held, is(lessThan(65 << 20)));
  }

  @Test
  void aMachinesEventsKeepTheirRecordsAndTheirOrder() {
    MachinePacker packer = new MachinePacker();
    List<KV<String, SourcedEvents>> out = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Event event = event(i, 1000);
      RawRecord record = new RawRecord(event.json(), new FileOrigin("f", i));
      packer.add(new SourcedEvent(event, record), out::add);
    }
    packer.flush(out::add);
    Map<String, List<Long>> instants = new HashMap<>();
    for (KV<String, SourcedEvents> pack : out) {
      int i = 0;
      for (Event event : pack.getValue().events()) {
        assertThat(event.machine(), is(pack.getKey()));
        assertThat(
            ((FileOrigin) pack.getValue().records().get(i++).origin()).offset(),
            is(event.millis()));
        instants.computeIfAbsent(event.machine(), m -> new ArrayList<>()).add(event.millis());
      }
      assertThat(pack.getValue().records().size(), is(i));
    }
    for (int machine = 0; machine < MACHINES; machine++) {
      List<Long> expected = new ArrayList<>();
      for (long i = machine; i < EVENTS; i += MACHINES) {
        expected.add(i);
      }
      assertThat(instants.get("machine-" + machine), is(expected));
    }
  }

  @Test
  void manyMachinesTogetherAreHeldOnlyUpToABound() {
    MachinePacker packer = new MachinePacker();
    List<KV<String, SourcedEvents>> out = new ArrayList<>();
    int held = 0;
    while (out.isEmpty()) {
      Event event = new Event("m" + held, new byte[0], 0, false, "", new byte[10_000]);
      packer.add(
          new SourcedEvent(event, new RawRecord(event.json(), new FileOrigin("f", 0))), out::add);
      held += 20_000;
    }
    assertThat(held, is(lessThan(65 << 20)));
  }
}
