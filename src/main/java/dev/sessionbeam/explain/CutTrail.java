package dev.sessionbeam.explain;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.session.CutListener;
import dev.sessionbeam.session.StartReason;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects how the events of one machine are cut. Each event is the object of one record. */
final class CutTrail implements CutListener {
  private final IdentityHashMap<Event, ExplainedRecord> records = new IdentityHashMap<>();
  private final IdentityHashMap<Event, List<Event>> duplicates = new IdentityHashMap<>();
  private final List<TimelineEvent> timeline = new ArrayList<>();
  private final List<StartReason> reasons = new ArrayList<>();
  private @Nullable Event previous;
  private int index;

  CutTrail(List<ExplainedRecord> ofMachine) {
    ofMachine.forEach(record -> records.put(Objects.requireNonNull(record.event()), record));
  }

  /** The events in order, each duplicate after the event that stays. */
  List<TimelineEvent> timeline() {
    return timeline;
  }

  /** Why each session starts, in order. */
  List<StartReason> reasons() {
    return reasons;
  }

  @Override
  public void isDuplicate(Event event, Event kept) {
    duplicates.computeIfAbsent(kept, it -> new ArrayList<>(1)).add(event);
  }

  @Override
  public void belongs(Event event, @Nullable StartReason reason) {
    if (reason != null) {
      reasons.add(reason);
      index = 0;
    }
    Long pause = previous == null ? null : Long.valueOf(event.millis() - previous.millis());
    ExplainedRecord record = record(event);
    timeline.add(new TimelineEvent(record, reasons.size() - 1, index, reason, pause, null));
    for (Event duplicate : duplicates.getOrDefault(event, List.of())) {
      timeline.add(
          new TimelineEvent(record(duplicate), reasons.size() - 1, -1, null, null, record));
    }
    previous = event;
    index++;
  }

  private ExplainedRecord record(Event event) {
    return Objects.requireNonNull(records.get(event));
  }
}
