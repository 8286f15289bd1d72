package dev.sessionbeam.explain;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RejectedRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record and what became of it.
 *
 * @param number its number in the input, from 1; records in a container are numbered one by one
 * @param record its bytes, and where they were read
 * @param steps what the steps have done to it
 * @param result what became of it
 * @param rejected why it was rejected; null if it was not
 * @param event the finished event; null if a step rejected it or left it out
 * @param destinations the destinations that receive the event, in the order of the routes
 */
public record ExplainedRecord(
    int number,
    RawRecord record,
    RecordSteps steps,
    Result result,
    @Nullable RejectedRecord rejected,
    @Nullable Event event,
    List<String> destinations) {
  /** What became of a record. */
  public enum Result {
    /** A step rejected it: it goes to {@code invalid/}. */
    REJECTED,
    /** The definition's filter left it out. */
    FILTERED,
    /** The backfill needs no event at this instant. */
    NOT_NEEDED,
    /** It is an event, which the timeline of its machine has. */
    EVENT
  }

  public ExplainedRecord {
    destinations = List.copyOf(destinations);
  }
}
