package dev.sessionbeam.session;

import dev.sessionbeam.event.GatheringFn;
import dev.sessionbeam.event.SourcedEvents;
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
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Buckets of one machine each to the packs in them, without the events of a machine that floods,
 * which come out under {@link GroupSessions#REJECTED}. For each machine it remembers how many bytes
 * of which {@link MachineLimit} span have passed, for as long as events of that span may.
 */
final class LimitMachinesFn<W extends BoundedWindow>
    extends GatheringFn<KV<String, byte[]>, KV<String, EventPack>> {
  private static final long LAST_WATERMARK = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("machine")
  private final StateSpec<ValueState<Machine<W>>> machineSpec;

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("forget")
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final MachineWindowing<W> windowing;
  private final MachineLimit limit;
  private final Lateness lateness;

  LimitMachinesFn(MachineWindowing<W> windowing, MachineLimit limit, Lateness lateness) {
    this.windowing = windowing;
    this.limit = limit;
    this.lateness = lateness;
    this.machineSpec = StateSpecs.value(new Machine.MachineCoder<>(windowing.coder()));
  }

  @ProcessElement
  public void process(
      @Element KV<String, byte[]> element,
      @StateId("machine") ValueState<Machine<W>> state,
      @TimerId("forget") Timer forget,
      MultiOutputReceiver all,
      OutputReceiver<KV<String, EventPack>> out)
      throws Exception {
    Coder<WindowedPack<W>> coder = WindowedPack.coder(windowing.coder());
    Machine<W> known = state.read();
    Machine<W> machine = known == null ? Machine.unknown() : known;
    String name = element.getKey();
    Flood<W> flood =
        Flood.of(
            name,
            new Bucket.Reader<>(Objects.requireNonNull(element.getValue()), coder).packs(),
            machine.bytes(),
            limit,
            windowing);
    flood.rejected().forEach(all.get(GroupSessions.REJECTED)::output);
    for (WindowedPack<W> passed : flood.packs()) {
      // Nothing rejects them from here on, so their records may go.
      EventPack pack = EventPack.of(new SourcedEvents(passed.pack().events(), List.of()));
      out.outputWithTimestamp(KV.of(name, pack), Instant.ofEpochMilli(pack.start()));
    }
    remember(machine.with(flood.bytes()), state, forget);
  }

  @OnTimer("forget")
  public void forget(
      OnTimerContext timer,
      @StateId("machine") ValueState<Machine<W>> state,
      @TimerId("forget") Timer forget) {
    Machine<W> machine = state.read();
    if (machine == null) {
      return;
    }
    long watermark =
        Math.max(timer.fireTimestamp().getMillis(), forget.getCurrentRelativeTime().getMillis());
    remember(
        machine
            .wakingAt(MachineWindows.NEVER)
            .withoutSpansBefore(
                watermark < LAST_WATERMARK ? watermark : MachineWindows.NEVER, limit, lateness),
        state,
        forget);
  }

  private void remember(Machine<W> machine, ValueState<Machine<W>> state, Timer forget) {
    if (machine.isEmpty()) {
      state.clear();
      return;
    }
    long next = machine.nextWake(limit, lateness);
    if (next < machine.wakesAt()) {
      forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(Math.min(next, LAST_WATERMARK)));
    }
    state.write(machine.wakingAt(Math.min(next, machine.wakesAt())));
  }
}
