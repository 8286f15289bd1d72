package dev.sessionbeam.bench.flink;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns a machine's events into the lines of its sessions, and writes a session again if an event
 * comes later than its session was written, by up to a day: docs/semantics.md, section 5.
 *
 * <p>Written sessions stay in a map by their ends until they are final. Only an event that comes
 * after the watermark makes the function read them. No two sessions of a machine have the same end,
 * so the timer that removes a session finds it by the time of the timer.
 */
final class ReviseSessions extends KeyedProcessFunction<String, NitroEvent, OutputLine> {
  private static final long ALLOWED_LATENESS = Duration.ofDays(1).toMillis();

  private transient SessionCounts counts;
  private transient SessionLines lines;
  private transient ListState<NitroEvent> waiting;
  private transient MapState<Long, WrittenSession> written;
  private transient ValueState<Long> reach;
  private transient ValueState<Long> wakesAt;

  @Override
  public void open(Configuration parameters) {
    counts = new SessionCounts(getRuntimeContext());
    lines = new SessionLines();
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(NitroEvent.class)));
    written =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "written", Types.LONG, TypeInformation.of(WrittenSession.class)));
    reach = getRuntimeContext().getState(new ValueStateDescriptor<>("reach", Types.LONG));
    wakesAt = getRuntimeContext().getState(new ValueStateDescriptor<>("wakes-at", Types.LONG));
  }

  @Override
  public void processElement(NitroEvent event, Context context, Collector<OutputLine> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    if (event.millis + ALLOWED_LATENESS <= watermark) {
      counts.late.add(1);
      context.output(CutSessions.LATE, SessionLines.late(event));
      return;
    }
    waiting.add(event);
    // An event that comes after the watermark may change a written session: the next watermark
    // wakes the machine, for all such events that have come by then.
    boolean isOnTime = event.millis > watermark;
    long wake = isOnTime ? SessionRule.completeAt(event.millis) : watermark + 1;
    Long earliest = wakesAt.value();
    if (earliest == null || wake < earliest) {
      wakeAt(wake, context);
    }
  }

  private void wakeAt(long millis, Context context) throws IOException {
    context.timerService().registerEventTimeTimer(millis);
    wakesAt.update(millis);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutputLine> out)
      throws Exception {
    removeFinal(timestamp);
    Long earliest = wakesAt.value();
    if (earliest != null && earliest <= timestamp) {
      wakesAt.clear();
      update(context, out);
    }
  }

  /** Removes the session that is final at the time of a timer. There is none for other timers. */
  private void removeFinal(long timestamp) throws Exception {
    long end = timestamp - finalAt(0);
    if (written.contains(end)) {
      written.remove(end);
      if (written.isEmpty()) {
        reach.clear();
      }
    }
  }

  /** Returns the watermark after which every event is late that could change a session. */
  private static long finalAt(long end) {
    return SessionRule.completeAt(end) + ALLOWED_LATENESS;
  }

  private void update(Context context, Collector<OutputLine> out) throws Exception {
    long watermark = context.timerService().currentWatermark();
    List<NitroEvent> events = new ArrayList<>();
    long first = Long.MAX_VALUE;
    for (NitroEvent event : waiting.get()) {
      events.add(event);
      first = Math.min(first, event.millis);
    }
    Long known = reach.value();
    long before = known == null ? SessionUpdate.NOTHING_WRITTEN : known;
    List<WrittenSession> changeable = new ArrayList<>();
    if (first < before) {
      written.values().forEach(changeable::add);
    }
    SessionUpdate update = SessionUpdate.of(changeable, events, before, watermark);
    for (WrittenSession session : update.replaced()) {
      written.remove(session.end());
    }
    for (WrittenSession session : update.toWrite()) {
      lines.write(session, out);
      written.put(session.end(), session);
      context.timerService().registerEventTimeTimer(finalAt(session.end()));
      (session.revision == 0 ? counts.sessions : counts.revisions).add(1);
    }
    counts.events.add(update.written());
    counts.duplicates.add(events.size() - update.waiting().size() - update.written());
    if (update.reach() != before) {
      reach.update(update.reach());
    }
    if (update.waiting().isEmpty()) {
      waiting.clear();
    } else {
      waiting.update(update.waiting());
      wakeAt(update.wakesAt(), context);
    }
  }
}
