package dev.sessionbeam.event;

import java.util.List;

/**
 * Events of one machine, and the records that they were, for those that are refused later.
 *
 * @param records one for each event, in the same order
 */
public record SourcedEvents(PackedEvents events, List<RawRecord> records) {
  public SourcedEvents {
    records = List.copyOf(records);
  }
}
