package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import java.time.Instant;

/**
 * Returns a cleaned event with its instant. Rejects the event if the instant is outside the years
 * 2000 to 2099, or too far after the event's arrival. See docs/semantics.md, section 2, step 3.
 */
public final class CheckTime implements Rule<ParsedEvent, TimedEvent> {
  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long TOO_LATE = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private final Roles roles;
  private final TimeValue time;

  public CheckTime(Definition definition) {
    this.roles = definition.roles();
    this.time = TimeValue.of(roles);
  }

  @Override
  public TimedEvent apply(ParsedEvent event) throws RecordRejectedException {
    long millis = time.millis(event);
    if (millis < EARLIEST || millis >= TOO_LATE) {
      throw new RecordRejectedException(
          Reason.TIME_OUT_OF_RANGE,
          Instant.ofEpochMilli(millis) + " is outside the years 2000 to 2099",
          time.field());
    }
    Long arrival = event.raw().origin().arrivalMillis();
    if (arrival != null && millis - arrival > roles.maxClockSkew().toMillis()) {
      throw new RecordRejectedException(
          Reason.AHEAD_OF_ARRIVAL,
          Instant.ofEpochMilli(millis)
              + " is more than max_clock_skew after the arrival at "
              + Instant.ofEpochMilli(arrival),
          time.field());
    }
    return new TimedEvent(event, millis);
  }
}
