package dev.sessionbeam.session;

import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectionCounter;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.EncodedEventsCoder;
import dev.sessionbeam.packing.GatheringFn;
import dev.sessionbeam.packing.ZstdCompressor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
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
 * Gathers each machine's events from buckets of one machine each, and emits the group of each
 * merged window: when the watermark has passed the window's end, and again whenever an event
 * changes it after that. Events beyond a machine's limit are emitted under {@link
 * GroupSessions#REJECTED}.
 *
 * <p>The state, from what every element uses to what is rarely used: {@code machine} has the
 * windows; {@code fresh} has the events that are in no emitted group yet; {@code emitted} has the
 * events of emitted groups that may still change, compressed. The places of a window name its
 * events: see {@link ActiveWindow}.
 */
final class GatherByMachineFn<W extends BoundedWindow>
    extends GatheringFn<KV<String, byte[]>, EventGroup> {
  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("machine")
  private final StateSpec<ValueState<MachineState<W>>> machineSpec;

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("fresh")
  private final StateSpec<BagState<KV<Integer, EncodedEvents>>> freshSpec =
      StateSpecs.bag(KvCoder.of(VarIntCoder.of(), EncodedEventsCoder.of()));

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("emitted")
  private final StateSpec<MapState<Integer, EmittedEvents>> givenSpec =
      StateSpecs.map(VarIntCoder.of(), new EmittedEvents.EmittedEventsCoder());

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("wake")
  private final TimerSpec wakeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final MachineWindowing<W> windowing;
  private final SessionRules rules;
  private final MachineLimit limit;
  private final Lateness lateness;
  private final ZstdCompressor compressor = new ZstdCompressor();
  private final RejectionCounter rejections = new RejectionCounter();

  GatherByMachineFn(
      MachineWindowing<W> windowing, SessionRules rules, MachineLimit limit, Lateness lateness) {
    this.windowing = windowing;
    this.rules = rules;
    this.limit = limit;
    this.lateness = lateness;
    this.machineSpec = StateSpecs.value(new MachineState.MachineCoder<>(windowing.coder()));
  }

  @ProcessElement
  public void process(
      @Element KV<String, byte[]> element,
      @StateId("machine") ValueState<MachineState<W>> state,
      @StateId("fresh") BagState<KV<Integer, EncodedEvents>> fresh,
      @TimerId("wake") Timer wake,
      MultiOutputReceiver out)
      throws Exception {
    Coder<WindowedPack<W>> coder = WindowedPack.coder(windowing.coder());
    MachineState<W> known = state.read();
    MachineState<W> machine = known == null ? MachineState.unknown() : known;
    LimitedEvents<W> flood =
        LimitedEvents.of(
            element.getKey(),
            new Bucket.Reader<>(Objects.requireNonNull(element.getValue()), coder).packs(),
            machine.bytes(),
            limit,
            windowing);
    OutputReceiver<RejectedRecord> rejected = out.get(GroupSessions.REJECTED);
    for (RejectedRecord record : flood.rejected()) {
      rejections.count(record);
      rejected.output(record);
    }
    if (flood.packs().isEmpty()) {
      return;
    }
    MachineWindows.Merged<W> merged =
        machine
            .windows()
            .with(flood.packs().stream().map(WindowedPack::window).toList(), windowing);
    for (WindowedPack<W> pack : flood.packs()) {
      int place = Objects.requireNonNull(merged.places().get(pack.window()));
      fresh.add(KV.of(place, pack.pack().events()));
    }
    state.write(
        MachineTimer.wakeInTime(
            machine.with(merged.windows()).with(flood.bytes()), limit, lateness, wake));
  }

  @OnTimer("wake")
  public void wake(
      OnTimerContext timer,
      @Key String name,
      @StateId("machine") ValueState<MachineState<W>> state,
      @StateId("fresh") BagState<KV<Integer, EncodedEvents>> fresh,
      @StateId("emitted") MapState<Integer, EmittedEvents> emitted,
      @TimerId("wake") Timer wake,
      OutputReceiver<EventGroup> out) {
    MachineState<W> machine = state.read();
    if (machine == null) {
      return;
    }
    long reached =
        Math.max(timer.fireTimestamp().getMillis(), wake.getCurrentRelativeTime().getMillis());
    long watermark = reached < MachineTimer.LAST_WATERMARK ? reached : MachineWindows.NEVER;
    List<ActiveWindow<W>> due = machine.windows().dueAt(watermark);
    if (!due.isEmpty()) {
      Map<Integer, EncodedEvents> events = take(due, fresh);
      due.forEach(window -> emit(name, window, events, emitted, watermark, out));
    }
    MachineWindows<W> windows = machine.windows().emitted(due);
    List<ActiveWindow<W>> over = windows.finalAt(watermark, lateness);
    over.forEach(window -> emitted.remove(window.places().get(0)));
    MachineState<W> left =
        machine
            .with(windows.without(over))
            .wakingAt(MachineWindows.NEVER)
            .withoutSpansBefore(watermark, limit, lateness);
    if (left.isEmpty()) {
      state.clear();
    } else {
      state.write(MachineTimer.wakeInTime(left, limit, lateness, wake));
    }
  }

  /** Removes the events of due windows from the fresh events, and returns them by place. */
  private static <W extends BoundedWindow> Map<Integer, EncodedEvents> take(
      List<ActiveWindow<W>> due, BagState<KV<Integer, EncodedEvents>> fresh) {
    Map<Integer, EncodedEvents.Builder> byPlace = new TreeMap<>();
    for (KV<Integer, EncodedEvents> pack : fresh.read()) {
      byPlace
          .computeIfAbsent(pack.getKey(), place -> new EncodedEvents.Builder())
          .addAll(pack.getValue());
    }
    fresh.clear();
    Map<Integer, EncodedEvents> taken = new HashMap<>();
    for (ActiveWindow<W> window : due) {
      for (int place : window.places()) {
        EncodedEvents.Builder events = byPlace.remove(place);
        if (events != null) {
          taken.put(place, events.take());
        }
      }
    }
    byPlace.forEach((place, others) -> fresh.add(KV.of(place, others.take())));
    return taken;
  }

  /**
   * Emits a window's group, and keeps its events in its first place for as long as they are needed.
   */
  private void emit(
      String name,
      ActiveWindow<W> window,
      Map<Integer, EncodedEvents> events,
      MapState<Integer, EmittedEvents> emitted,
      long watermark,
      OutputReceiver<EventGroup> out) {
    List<EncodedEvents> fresh = new ArrayList<>();
    List<EventGroup.Emitted> before = new ArrayList<>();
    for (int place : window.places()) {
      EncodedEvents arrived = events.get(place);
      if (arrived != null) {
        fresh.add(arrived);
      }
      // To look for what is not there is a large part of the cost of a state on disk.
      EmittedEvents held =
          window.content() == ActiveWindow.Content.NEW ? null : emitted.get(place).read();
      if (held != null) {
        before.add(held.release(compressor));
        emitted.remove(place);
      }
    }
    EventGroup group = new EventGroup(name, fresh, before);
    // An earlier timestamp would be late in the steps after this one, and would not hold the
    // watermark there.
    out.outputWithTimestamp(
        group, Instant.ofEpochMilli(Math.min(watermark, MachineTimer.LAST_WATERMARK)));
    if (lateness.finalAt(window.dueAt()) > watermark) {
      emitted.put(window.places().get(0), EmittedEvents.of(group, rules, compressor));
    }
  }

  @Teardown
  public void tearDown() {
    compressor.close();
  }
}
