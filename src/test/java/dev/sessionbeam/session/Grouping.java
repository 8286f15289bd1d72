package dev.sessionbeam.session;

import static org.apache.beam.sdk.values.TypeDescriptors.strings;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.packing.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.joda.time.Duration;

/** Runs a grouping, with the steps that it needs before it, and returns its output as text. */
final class Grouping {
  static final Coder<RecordBatch<SourcedEvent>> CODER = RecordBatch.coder(SourcedEventCoder.of());
  static final SessionRules RULES =
      SessionRules.of(java.time.Duration.ofMinutes(30), java.time.Duration.ofDays(1));
  static final MachineLimit LIMIT = MachineLimit.of(RULES, 1 << 20);

  private Grouping() {}

  /** Groups the events of each session, with an allowed lateness of one hour. */
  static PCollectionTuple bySession(
      SessionGrouping how, PCollection<RecordBatch<SourcedEvent>> events) {
    return by(how, SessionWindows.of(RULES), events);
  }

  /** Groups the events of each window, with an allowed lateness of one hour. */
  static PCollectionTuple by(
      SessionGrouping how,
      WindowFn<? super KV<String, EventPack>, ?> windows,
      PCollection<RecordBatch<SourcedEvent>> events) {
    return events
        .apply(PackByMachine.by(windows))
        .apply(into(windows, Duration.standardHours(1)))
        .apply(how.of(RULES, LIMIT, 0));
  }

  static Window<KV<String, EventPack>> into(
      WindowFn<? super KV<String, EventPack>, ?> windows, Duration allowedLateness) {
    return Window.<KV<String, EventPack>>into(windows)
        .triggering(GroupSessions.TRIGGER)
        .withAllowedLateness(allowedLateness)
        .accumulatingFiredPanes();
  }

  /**
   * The groups: the new events of each, and then the events that were emitted before, as {@code "a
   * 10:10 view after a 10:00 view at revision 0"}.
   */
  static PCollection<String> groups(PCollectionTuple grouped) {
    return grouped
        .get(GroupSessions.GROUPS)
        .apply("Groups", MapElements.into(strings()).via(Grouping::text));
  }

  private static String text(EventGroup group) {
    List<Event> fresh = new ArrayList<>();
    group.fresh().forEach(events -> fresh.addAll(events.toList(group.machine())));
    StringBuilder text = new StringBuilder(TestEvents.text(fresh));
    for (EventGroup.Emitted emitted : group.emitted()) {
      text.append(" after ")
          .append(TestEvents.text(emitted.events().toList(group.machine())))
          .append(" at revision ")
          .append(emitted.revision());
    }
    return text.toString();
  }

  /** The rejected records. */
  static PCollection<String> rejected(PCollectionTuple grouped) {
    return grouped
        .get(GroupSessions.REJECTED)
        .apply("Rejected", MapElements.into(strings()).via(TestEvents::text));
  }
}
