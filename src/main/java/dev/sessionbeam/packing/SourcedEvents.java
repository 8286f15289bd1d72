package dev.sessionbeam.packing;

import dev.sessionbeam.event.RawRecord;
import java.util.List;

/**
 * Events of one machine, and the records that they were made from. A later step needs the records
 * of the events that it rejects.
 *
 * @param records one for each event, in the same order; or empty, if no later step rejects events
 */
public record SourcedEvents(EncodedEvents events, List<RawRecord> records) {
  public SourcedEvents {
    records = List.copyOf(records);
  }
}
