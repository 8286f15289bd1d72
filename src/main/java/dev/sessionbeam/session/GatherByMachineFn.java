package dev.sessionbeam.session;

import dev.sessionbeam.event.GatheringFn;
import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.PackedEventsCoder;
import dev.sessionbeam.event.Press;
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
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Buckets of one machine each to the groups of its merged windows, each when the watermark has
 * passed the window's end, and once more whenever a late event changes it. Events of a machine that
 * floods come out under {@link GroupSessions#REJECTED}.
 *
 * <p>State, from what is touched by every element to what is rarely looked at: {@code machine}, the
 * windows; {@code fresh}, the events that no group was given out with yet; {@code given}, those
 * that were given out and may still change, compressed. Events are found by the places of their
 * windows: see {@link ActiveWindow}.
 */
final class GatherByMachineFn<W extends BoundedWindow>
    extends GatheringFn<KV<String, byte[]>, EventGroup> {
  /** The last watermark that a timer can wait for. Nothing comes after it. */
  private static final long LAST_WATERMARK = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("machine")
  private final StateSpec<ValueState<Machine<W>>> machineSpec;

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("fresh")
  private final StateSpec<BagState<KV<Integer, PackedEvents>>> freshSpec =
      StateSpecs.bag(KvCoder.of(VarIntCoder.of(), PackedEventsCoder.of()));

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("given")
  private final StateSpec<MapState<Integer, GivenEvents>> givenSpec =
      StateSpecs.map(VarIntCoder.of(), new GivenEvents.GivenCoder());

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("wake")
  private final TimerSpec wakeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final MachineWindowing<W> windowing;
  private final SessionRules rules;
  private final MachineLimit limit;
  private final Lateness lateness;
  private final Press press = new Press();

  GatherByMachineFn(
      MachineWindowing<W> windowing, SessionRules rules, MachineLimit limit, Lateness lateness) {
    this.windowing = windowing;
    this.rules = rules;
    this.limit = limit;
    this.lateness = lateness;
    this.machineSpec = StateSpecs.value(new Machine.MachineCoder<>(windowing.coder()));
  }

  @ProcessElement
  public void process(
      @Element KV<String, byte[]> element,
      @StateId("machine") ValueState<Machine<W>> state,
      @StateId("fresh") BagState<KV<Integer, PackedEvents>> fresh,
      @TimerId("wake") Timer wake,
      MultiOutputReceiver out)
      throws Exception {
    Coder<WindowedPack<W>> coder = WindowedPack.coder(windowing.coder());
    Machine<W> known = state.read();
    Machine<W> machine = known == null ? Machine.unknown() : known;
    Flood<W> flood =
        Flood.of(
            element.getKey(),
            new Bucket.Reader<>(Objects.requireNonNull(element.getValue()), coder).packs(),
            machine.bytes(),
            limit,
            windowing);
    flood.rejected().forEach(out.get(GroupSessions.REJECTED)::output);
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
    state.write(wakeInTime(machine.with(merged.windows()).with(flood.bytes()), wake));
  }

  @OnTimer("wake")
  public void wake(
      OnTimerContext timer,
      @Key String name,
      @StateId("machine") ValueState<Machine<W>> state,
      @StateId("fresh") BagState<KV<Integer, PackedEvents>> fresh,
      @StateId("given") MapState<Integer, GivenEvents> given,
      @TimerId("wake") Timer wake,
      OutputReceiver<EventGroup> out) {
    Machine<W> machine = state.read();
    if (machine == null) {
      return;
    }
    long reached =
        Math.max(timer.fireTimestamp().getMillis(), wake.getCurrentRelativeTime().getMillis());
    long watermark = reached < LAST_WATERMARK ? reached : MachineWindows.NEVER;
    List<ActiveWindow<W>> due = machine.windows().dueAt(watermark);
    if (!due.isEmpty()) {
      Map<Integer, PackedEvents> events = take(due, fresh);
      due.forEach(window -> give(name, window, events, given, watermark, out));
    }
    MachineWindows<W> windows = machine.windows().given(due);
    List<ActiveWindow<W>> over = windows.finalAt(watermark, lateness);
    over.forEach(window -> given.remove(window.places().get(0)));
    Machine<W> left =
        machine
            .with(windows.without(over))
            .wakingAt(MachineWindows.NEVER)
            .withoutSpansBefore(watermark, limit, lateness);
    if (left.isEmpty()) {
      state.clear();
    } else {
      state.write(wakeInTime(left, wake));
    }
  }

  /** The machine, with a timer that is early enough; one that is too early does no harm. */
  private Machine<W> wakeInTime(Machine<W> machine, Timer wake) {
    long next = machine.nextWake(limit, lateness);
    if (next >= machine.wakesAt()) {
      return machine;
    }
    wake.withNoOutputTimestamp().set(Instant.ofEpochMilli(Math.min(next, LAST_WATERMARK)));
    return machine.wakingAt(next);
  }

  /** Takes the events of windows out of those that wait, by their places. */
  private static <W extends BoundedWindow> Map<Integer, PackedEvents> take(
      List<ActiveWindow<W>> due, BagState<KV<Integer, PackedEvents>> fresh) {
    Map<Integer, PackedEvents.Builder> byPlace = new TreeMap<>();
    for (KV<Integer, PackedEvents> pack : fresh.read()) {
      byPlace
          .computeIfAbsent(pack.getKey(), place -> new PackedEvents.Builder())
          .addAll(pack.getValue());
    }
    fresh.clear();
    Map<Integer, PackedEvents> taken = new HashMap<>();
    for (ActiveWindow<W> window : due) {
      for (int place : window.places()) {
        PackedEvents.Builder events = byPlace.remove(place);
        if (events != null) {
          taken.put(place, events.take());
        }
      }
    }
    byPlace.forEach((place, others) -> fresh.add(KV.of(place, others.take())));
    return taken;
  }

  /**
   * Gives a window's group out, and keeps its events in its first place for as long as is needed.
   */
  private void give(
      String name,
      ActiveWindow<W> window,
      Map<Integer, PackedEvents> events,
      MapState<Integer, GivenEvents> given,
      long watermark,
      OutputReceiver<EventGroup> out) {
    List<PackedEvents> fresh = new ArrayList<>();
    List<EventGroup.Given> before = new ArrayList<>();
    for (int place : window.places()) {
      PackedEvents arrived = events.get(place);
      if (arrived != null) {
        fresh.add(arrived);
      }
      GivenEvents held = given.get(place).read();
      if (held != null) {
        before.add(held.release(press));
        given.remove(place);
      }
    }
    EventGroup group = new EventGroup(name, fresh, before);
    // An earlier time would be late for the steps after this one, and hold no watermark there.
    out.outputWithTimestamp(group, Instant.ofEpochMilli(Math.min(watermark, LAST_WATERMARK)));
    if (lateness.finalAt(window.dueAt()) > watermark) {
      given.put(window.places().get(0), GivenEvents.of(group, rules, press));
    }
  }

  @Teardown
  public void tearDown() {
    press.close();
  }
}
