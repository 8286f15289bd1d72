package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.Stage;
import java.util.List;

/** Short ways to put events of a machine into packs in tests, beside the records they were. */
final class Packs {
  private Packs() {}

  /** Events with their records. */
  static SourcedEvents sourced(List<Event> events) {
    return new SourcedEvents(PackedEvents.of(events), events.stream().map(Packs::record).toList());
  }

  /** The record that an event was: its offset is the event's instant. */
  static RawRecord record(Event event) {
    return new RawRecord(event.json(), new FileOrigin("f", event.millis()));
  }

  static EventPack pack(Event... events) {
    return EventPack.of(sourced(List.of(events)));
  }

  static Refused rejected(int i) {
    RawRecord record = new RawRecord(new byte[i % 200], new FileOrigin("f", i));
    return new Refused(record, Reason.NOT_JSON, Stage.VALIDATE, "is not JSON", null);
  }
}
