package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.Roles;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;

/**
 * Returns a cleaned event with its instant. Rejects the event if the instant is outside the years
 * 2000 to 2099, or too far after the event's arrival. See docs/semantics.md, section 2, step 3.
 */
public final class CheckTime implements Rule<ParsedEvent, TimedEvent> {
  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long TOO_LATE = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private final Roles roles;

  public CheckTime(Definition definition) {
    this.roles = definition.roles();
  }

  @Override
  public TimedEvent apply(ParsedEvent event) throws RecordRejectedException {
    String field = roles.time().toString();
    JsonValue value = RoleChecks.require(roles.time(), event.fields());
    Long millis = roles.timeFormat().millis(value);
    if (millis == null) {
      throw new RecordRejectedException(
          Reason.UNREADABLE_TIME, "must be " + roles.timeFormat().description(), field);
    }
    if (millis < EARLIEST || millis >= TOO_LATE) {
      throw new RecordRejectedException(
          Reason.TIME_OUT_OF_RANGE,
          Instant.ofEpochMilli(millis) + " is outside the years 2000 to 2099",
          field);
    }
    Long arrival = event.raw().origin().arrivalMillis();
    if (arrival != null && millis - arrival > roles.maxClockSkew().toMillis()) {
      throw new RecordRejectedException(
          Reason.AHEAD_OF_ARRIVAL,
          Instant.ofEpochMilli(millis)
              + " is more than max_clock_skew after the arrival at "
              + Instant.ofEpochMilli(arrival),
          field);
    }
    return new TimedEvent(event, millis);
  }
}
