package dev.sessionbeam.explain;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where each record's event ended: in which session, or as a copy, or in no written session. */
final class Places {
  /**
   * A record's event in the timeline of its machine.
   *
   * @param timeline the timeline
   * @param event the event
   */
  record Place(MachineTimeline timeline, TimelineEvent event) {
    /** Returns the event's session; null for a duplicate. */
    @Nullable ExplainedSession session() {
      return event.copyOf() != null ? null : timeline.sessions().get(event.session());
    }
  }

  private final Map<Integer, Place> byNumber = new HashMap<>();

  Places(Explanation explanation) {
    for (MachineTimeline machine : explanation.machines()) {
      for (TimelineEvent event : machine.events()) {
        byNumber.put(event.record().number(), new Place(machine, event));
      }
    }
  }

  /** Returns where a record's event is; null if it is in no timeline. */
  @Nullable Place of(ExplainedRecord record) {
    return byNumber.get(record.number());
  }
}
