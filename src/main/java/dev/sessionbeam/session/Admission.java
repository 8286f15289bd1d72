package dev.sessionbeam.session;

import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which of a machine's new events still reach their session.
 *
 * @param machine as it is with those that do
 * @param admitted those that do
 * @param refused the records of the others: they come too late, or the machine floods
 */
record Admission(Machine machine, PackedEvents admitted, List<Refused> refused) {

  static Admission of(SourcedEvents events, Machine known, StreamRules rules, long current) {
    long watermark = known.watermark(current);
    Machine machine = known.seenAt(watermark);
    List<SessionWindow> windows = new ArrayList<>(events.records().size());
    PackedEvents.Reader event = events.events().reader();
    Map<Long, Long> bytes = new TreeMap<>(machine.bytes());
    boolean fits = true;
    while (event.hasNext()) {
      event.next();
      windows.add(SessionWindow.of(event.millis(), event.opening(), rules.session().gapMillis()));
      fits &= addBytes(event, bytes, rules);
    }
    MachineWindows merged = fits ? machine.windows().with(windows, rules, watermark) : null;
    return merged == null
        ? oneByOne(events, windows, machine, rules, watermark)
        : new Admission(machine.with(merged, bytes), events.events(), List.of());
  }

  private static boolean addBytes(
      PackedEvents.Reader event, Map<Long, Long> bytes, StreamRules rules) {
    long sum = bytes.merge(rules.span(event.millis()), (long) event.jsonLength(), Long::sum);
    return sum <= rules.bytesPerSpan();
  }

  private static Admission oneByOne(
      SourcedEvents events,
      List<SessionWindow> windows,
      Machine machine,
      StreamRules rules,
      long watermark) {
    Machine after = machine;
    PackedEvents.Builder admitted = new PackedEvents.Builder();
    List<Refused> refused = new ArrayList<>();
    PackedEvents.Reader event = events.events().reader();
    for (int i = 0; event.hasNext(); i++) {
      event.next();
      RawRecord record = events.records().get(i);
      MachineWindows merged = after.windows().with(windows.subList(i, i + 1), rules, watermark);
      if (merged == null) {
        refused.add(
            refuse(record, Reason.LATE, "came when its session could no longer be changed"));
        continue;
      }
      Map<Long, Long> bytes = new TreeMap<>(after.bytes());
      if (!addBytes(event, bytes, rules)) {
        refused.add(
            refuse(
                record,
                Reason.TOO_MANY_EVENTS,
                "its machine has sent more than " + rules.bytesPerSpan() + " bytes in one span"));
        continue;
      }
      after = after.with(merged, bytes);
      admitted.add(event);
    }
    return new Admission(after, admitted.take(), refused);
  }

  private static Refused refuse(RawRecord record, Reason reason, String message) {
    return new Refused(record, reason, Stage.ADMIT, message, null).counted();
  }
}
