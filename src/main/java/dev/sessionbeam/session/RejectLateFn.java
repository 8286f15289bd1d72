package dev.sessionbeam.session;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectionCounter;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Splits the buckets of a stream into one bucket per machine, without late events, which are
 * emitted under {@link GroupSessions#REJECTED}.
 *
 * <p>Flink starts a restored step at the lowest watermark. So each bucket remembers the highest
 * watermark that it has seen; its timer fires at each new watermark. An event that is late before a
 * restart is late after it, even if its machine was forgotten in the meantime. In Flink, watermarks
 * travel in the channel of the elements: an event that is in time here is in time for every later
 * step.
 */
final class RejectLateFn<W extends BoundedWindow>
    extends DoFn<KV<Integer, byte[]>, KV<String, byte[]>> {
  private static final long LAST = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("watermark")
  private final StateSpec<ValueState<Long>> watermarkSpec = StateSpecs.value(VarLongCoder.of());

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("advance")
  private final TimerSpec advanceSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final MachineWindowing<W> windowing;
  private final Lateness lateness;
  private final RejectionCounter rejections = new RejectionCounter();

  RejectLateFn(MachineWindowing<W> windowing, Lateness lateness) {
    this.windowing = windowing;
    this.lateness = lateness;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, byte[]> bucket,
      @StateId("watermark") ValueState<Long> state,
      @TimerId("advance") Timer advance,
      MultiOutputReceiver all,
      OutputReceiver<KV<String, byte[]>> out)
      throws Exception {
    long watermark = watermark(state, advance);
    // An earlier timestamp would not hold the watermark in the steps after this one.
    Instant now = Instant.ofEpochMilli(Math.min(watermark, LAST));
    Coder<WindowedPack<W>> coder = WindowedPack.coder(windowing.coder());
    Map<String, Bucket.Builder> machines = new LinkedHashMap<>();
    Bucket.Reader<W> packs = new Bucket.Reader<>(Objects.requireNonNull(bucket.getValue()), coder);
    while (packs.next()) {
      String machine = packs.machine();
      if (!lateness.isLate(packs.earliest(), watermark)) {
        machines.computeIfAbsent(machine, name -> new Bucket.Builder()).add(packs);
        continue;
      }
      for (WindowedPack<W> inTime :
          inTime(
              machine,
              packs.pack().pack(),
              watermark,
              late -> all.get(GroupSessions.REJECTED).outputWithTimestamp(late, now))) {
        machines.computeIfAbsent(machine, name -> new Bucket.Builder()).add(machine, inTime, coder);
      }
    }
    machines.forEach(
        (machine, builder) -> {
          Instant earliest = Instant.ofEpochMilli(builder.earliest());
          out.outputWithTimestamp(KV.of(machine, builder.take()), earliest);
        });
  }

  /** The highest watermark that this bucket has seen. */
  private static long watermark(ValueState<Long> state, Timer advance) {
    // A DoFn can read its watermark only in this way.
    long current = advance.getCurrentRelativeTime().getMillis();
    Long seen = state.read();
    if (seen != null) {
      return Math.max(seen, current);
    }
    remember(current, state, advance);
    return current;
  }

  @OnTimer("advance")
  public void advance(
      OnTimerContext timer,
      @StateId("watermark") ValueState<Long> state,
      @TimerId("advance") Timer advance) {
    long fired = timer.fireTimestamp().getMillis();
    remember(Math.max(fired, advance.getCurrentRelativeTime().getMillis()), state, advance);
  }

  private static void remember(long watermark, ValueState<Long> state, Timer advance) {
    state.write(watermark);
    if (watermark < LAST) {
      advance.withNoOutputTimestamp().set(Instant.ofEpochMilli(watermark + 1));
    }
  }

  /** The rest of a pack without its late events, in the windows that the rest has. */
  private List<WindowedPack<W>> inTime(
      String machine, EventPack pack, long watermark, Consumer<RejectedRecord> rejected)
      throws Exception {
    EncodedEvents.Builder events = new EncodedEvents.Builder();
    List<RawRecord> records = new ArrayList<>();
    EncodedEvents.Reader event = pack.events().reader();
    for (RawRecord record : pack.records()) {
      event.next();
      if (lateness.isLate(event.millis(), watermark)) {
        RejectedRecord late = late(record);
        rejections.count(late);
        rejected.accept(late);
      } else {
        events.add(event);
        records.add(record);
      }
    }
    return records.isEmpty()
        ? List.of()
        : windowing.split(machine, new SourcedEvents(events.take(), records));
  }

  private static RejectedRecord late(RawRecord record) {
    return new RejectedRecord(
        record,
        Reason.LATE,
        Stage.ADMIT,
        "is late: the watermark had passed its time by more than allowed_lateness",
        null);
  }
}
