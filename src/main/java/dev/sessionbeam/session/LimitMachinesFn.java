package dev.sessionbeam.session;

import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectionCounter;
import dev.sessionbeam.packing.GatheringFn;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Emits the packs in buckets of one machine each, without the events beyond the machine's limit,
 * which are emitted under {@link GroupSessions#REJECTED}. For each machine, the state counts the
 * bytes that have passed, by {@link MachineLimit} span, for as long as events of that span can
 * still come in time.
 */
final class LimitMachinesFn<W extends BoundedWindow>
    extends GatheringFn<KV<String, byte[]>, KV<String, EventPack>> {

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("machine")
  private final StateSpec<ValueState<MachineState<W>>> machineSpec;

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("forget")
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final MachineWindowing<W> windowing;
  private final MachineLimit limit;
  private final Lateness lateness;
  private final RejectionCounter rejections = new RejectionCounter();

  LimitMachinesFn(MachineWindowing<W> windowing, MachineLimit limit, Lateness lateness) {
    this.windowing = windowing;
    this.limit = limit;
    this.lateness = lateness;
    this.machineSpec = StateSpecs.value(new MachineState.MachineCoder<>(windowing.coder()));
  }

  @ProcessElement
  public void process(
      @Element KV<String, byte[]> element,
      @StateId("machine") ValueState<MachineState<W>> state,
      @TimerId("forget") Timer forget,
      MultiOutputReceiver all,
      OutputReceiver<KV<String, EventPack>> out)
      throws Exception {
    Coder<WindowedPack<W>> coder = WindowedPack.coder(windowing.coder());
    MachineState<W> known = state.read();
    MachineState<W> machine = known == null ? MachineState.unknown() : known;
    String name = element.getKey();
    LimitedEvents<W> flood =
        LimitedEvents.of(
            name,
            new Bucket.Reader<>(Objects.requireNonNull(element.getValue()), coder).packs(),
            machine.bytes(),
            limit,
            windowing);
    OutputReceiver<RejectedRecord> rejected = all.get(GroupSessions.REJECTED);
    for (RejectedRecord record : flood.rejected()) {
      rejections.count(record);
      rejected.output(record);
    }
    for (WindowedPack<W> passed : flood.packs()) {
      // No later step rejects these events, so their records are not needed.
      EventPack pack = EventPack.of(new SourcedEvents(passed.pack().events(), List.of()));
      out.outputWithTimestamp(KV.of(name, pack), Instant.ofEpochMilli(pack.start()));
    }
    remember(machine.with(flood.bytes()), state, forget);
  }

  @OnTimer("forget")
  public void forget(
      OnTimerContext timer,
      @StateId("machine") ValueState<MachineState<W>> state,
      @TimerId("forget") Timer forget) {
    MachineState<W> machine = state.read();
    if (machine == null) {
      return;
    }
    long watermark =
        Math.max(timer.fireTimestamp().getMillis(), forget.getCurrentRelativeTime().getMillis());
    remember(
        machine
            .wakingAt(MachineWindows.NEVER)
            .withoutSpansBefore(
                watermark < MachineTimer.LAST_WATERMARK ? watermark : MachineWindows.NEVER,
                limit,
                lateness),
        state,
        forget);
  }

  private void remember(MachineState<W> machine, ValueState<MachineState<W>> state, Timer forget) {
    if (machine.isEmpty()) {
      state.clear();
      return;
    }
    state.write(MachineTimer.wakeInTime(machine, limit, lateness, forget));
  }
}
