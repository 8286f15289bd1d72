package dev.sessionbeam.session;

import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.PackedEventsCoder;
import dev.sessionbeam.event.Press;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.failure.TryMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Holds a machine's events until the watermark says that their sessions are complete, and on until
 * no late event may change them.
 *
 * <p>State, from what is touched by every element to what is rarely looked at: {@code machine}, the
 * windows; {@code pending}, the events of windows with something to be written; {@code written},
 * what was written, without the events; {@code events}, those, compressed, by their window's start.
 */
final class SessionizeFn extends DoFn<KV<String, SourcedEvents>, RevisedSession> {
  private final Counter duplicates = SessionCounters.of(SessionCounters.DUPLICATES);
  private final Counter supersededEvents = SessionCounters.of(SessionCounters.SUPERSEDED_EVENTS);
  private final Counter supersededSessions =
      SessionCounters.of(SessionCounters.SUPERSEDED_SESSIONS);
  private final Counter supersededOpened = SessionCounters.of(SessionCounters.SUPERSEDED_OPENED);

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("machine")
  private final StateSpec<ValueState<Machine>> machineSpec =
      StateSpecs.value(new Machine.MachineCoder());

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("pending")
  private final StateSpec<BagState<PackedEvents>> pendingSpec =
      StateSpecs.bag(PackedEventsCoder.of());

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("written")
  private final StateSpec<ValueState<List<WrittenWindow>>> writtenSpec =
      StateSpecs.value(ListCoder.of(new WrittenWindow.WindowCoder()));

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @StateId("events")
  private final StateSpec<MapState<Long, byte[]>> eventsSpec =
      StateSpecs.map(VarLongCoder.of(), ByteArrayCoder.of());

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("wake")
  private final TimerSpec wakeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StreamRules rules;
  private final Press press = new Press();

  SessionizeFn(StreamRules rules) {
    this.rules = rules;
  }

  @ProcessElement
  public void process(
      @Element KV<String, SourcedEvents> element,
      @StateId("machine") ValueState<Machine> state,
      @StateId("pending") BagState<PackedEvents> pending,
      @TimerId("wake") Timer wake,
      MultiOutputReceiver out) {
    // The one way in which a DoFn can ask for its watermark.
    long watermark = wake.getCurrentRelativeTime().getMillis();
    Machine known = state.read();
    Admission admission =
        Admission.of(
            Objects.requireNonNull(element.getValue()),
            known == null ? Machine.UNKNOWN : known,
            rules,
            watermark);
    admission.refused().forEach(out.get(TryMap.REFUSED)::output);
    if (admission.admitted().size() > 0) {
      pending.add(admission.admitted());
      state.write(wakeInTime(admission.machine(), wake));
    }
  }

  @OnTimer("wake")
  public void wake(
      OnTimerContext timer,
      @StateId("machine") ValueState<Machine> state,
      @StateId("pending") BagState<PackedEvents> pending,
      @StateId("written") ValueState<List<WrittenWindow>> written,
      @StateId("events") MapState<Long, byte[]> events,
      @TimerId("wake") Timer wake,
      OutputReceiver<RevisedSession> out) {
    Machine machine = state.read();
    if (machine == null) {
      return;
    }
    long watermark =
        machine.watermark(
            Math.max(timer.fireTimestamp().getMillis(), wake.getCurrentRelativeTime().getMillis()));
    List<SessionWindow> due = machine.windows().dueAt(watermark, rules);
    if (!due.isEmpty()) {
      List<WrittenWindow> before = written.read();
      write(
          written,
          write(due, before == null ? List.of() : before, pending, events, watermark, out));
    }
    MachineWindows windows = machine.windows().written(due);
    Machine left =
        machine
            .with(windows, machine.bytes())
            .wakingAt(Machine.NEVER)
            .seenAt(watermark)
            .at(watermark, rules);
    forget(windows, left.windows(), written, events);
    if (left.isEmpty()) {
      state.clear();
    } else {
      state.write(wakeInTime(left, wake));
    }
  }

  /** The machine, with a timer that is early enough; one that is too early does no harm. */
  private Machine wakeInTime(Machine machine, Timer wake) {
    long next = machine.nextWake(rules);
    if (next >= machine.wakesAt()) {
      return machine;
    }
    wake.withNoOutputTimestamp().set(Instant.ofEpochMilli(next));
    return machine.wakingAt(next);
  }

  /** Writes the sessions of windows, and gives what is to be remembered of what was written. */
  private List<WrittenWindow> write(
      List<SessionWindow> due,
      List<WrittenWindow> before,
      BagState<PackedEvents> pending,
      MapState<Long, byte[]> events,
      long watermark,
      OutputReceiver<RevisedSession> out) {
    List<WrittenWindow> written = before;
    Map<SessionWindow, PackedEvents.Builder> gathered = gather(due, pending);
    for (SessionWindow window : due) {
      PackedEvents.Builder all = Objects.requireNonNull(gathered.get(window));
      for (WrittenWindow earlier : written) {
        if (earlier.overlaps(window.start(), window.last())) {
          byte[] held = events.get(earlier.start()).read();
          all.addAll(press.releaseEvents(Objects.requireNonNull(held)));
          events.remove(earlier.start());
        }
      }
      PackedEvents packed = all.take();
      SessionCutter.Cut cut = new SessionCutter(rules.session()).cut(packed);
      Revision revision =
          Revision.of(
              written, new CutPane(window.start(), window.last(), cut.given(), cut.sessions()));
      count(revision);
      for (RevisedSession session : revision.sessions()) {
        out.outputWithTimestamp(session, Instant.ofEpochMilli(session.session().start()));
      }
      written = revision.written();
      if (rules.closedAt(window) > watermark) {
        events.put(window.start(), press.press(packed));
      } else {
        written = written.stream().filter(other -> other.start() != window.start()).toList();
      }
    }
    return written;
  }

  @Teardown
  public void tearDown() {
    press.close();
  }

  private void count(Revision revision) {
    duplicates.inc(revision.duplicates());
    for (WrittenSession session : revision.superseded()) {
      supersededSessions.inc();
      supersededEvents.inc(session.events());
      supersededOpened.inc(session.opened() ? 1 : 0);
    }
  }

  /** Takes the events of windows out of those that wait; the windows lie apart. */
  private static Map<SessionWindow, PackedEvents.Builder> gather(
      List<SessionWindow> due, BagState<PackedEvents> pending) {
    TreeMap<Long, SessionWindow> byStart = new TreeMap<>();
    Map<SessionWindow, PackedEvents.Builder> gathered = new HashMap<>();
    for (SessionWindow window : due) {
      byStart.put(window.start(), window);
      gathered.put(window, new PackedEvents.Builder());
    }
    PackedEvents.Builder others = new PackedEvents.Builder();
    for (PackedEvents packed : pending.read()) {
      PackedEvents.Reader event = packed.reader();
      while (event.hasNext()) {
        event.next();
        Map.Entry<Long, SessionWindow> window = byStart.floorEntry(event.millis());
        boolean within = window != null && event.millis() <= window.getValue().last();
        (within ? Objects.requireNonNull(gathered.get(window.getValue())) : others).add(event);
      }
    }
    pending.clear();
    if (others.size() > 0) {
      pending.add(others.take());
    }
    return gathered;
  }

  /** Forgets what was written of windows that are no more. */
  private static void forget(
      MachineWindows before,
      MachineWindows after,
      ValueState<List<WrittenWindow>> written,
      MapState<Long, byte[]> events) {
    List<SessionWindow> gone = new ArrayList<>(before.settled());
    gone.removeAll(after.settled());
    List<WrittenWindow> left = gone.isEmpty() ? null : written.read();
    if (left == null) {
      return;
    }
    for (SessionWindow window : gone) {
      events.remove(window.start());
    }
    write(
        written,
        left.stream()
            .filter(w -> gone.stream().noneMatch(window -> window.start() == w.start()))
            .toList());
  }

  private static void write(ValueState<List<WrittenWindow>> state, List<WrittenWindow> written) {
    if (written.isEmpty()) {
      state.clear();
    } else {
      state.write(written);
    }
  }

  /** Sessions come out at the time of their start. */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
