package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.List;

/** Puts events of a machine into packs for tests, with their records. */
final class Packs {
  private Packs() {}

  /** Events with their records. */
  static SourcedEvents sourced(List<Event> events) {
    return new SourcedEvents(EncodedEvents.of(events), events.stream().map(Packs::record).toList());
  }

  /** The record of an event. Its offset is the event's instant. */
  static RawRecord record(Event event) {
    return new RawRecord(event.json(), new FileOrigin("f", event.millis()));
  }

  static EventPack pack(Event... events) {
    return EventPack.of(sourced(List.of(events)));
  }

  static RejectedRecord rejected(int i) {
    RawRecord record = new RawRecord(new byte[i % 200], new FileOrigin("f", i));
    return new RejectedRecord(record, Reason.NOT_JSON, Stage.VALIDATE, "is not JSON", null);
  }
}
