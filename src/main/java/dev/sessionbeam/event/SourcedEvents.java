package dev.sessionbeam.event;

import java.util.List;

/**
 * Events of one machine, and the records that they were, for those that are rejected later.
 *
 * @param records one for each event, in the same order; or none at all, where no event is rejected
 *     any more
 */
public record SourcedEvents(PackedEvents events, List<RawRecord> records) {
  public SourcedEvents {
    records = List.copyOf(records);
  }
}
