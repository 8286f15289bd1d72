package dev.sessionbeam.clean;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.Roles;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refusal;
import dev.sessionbeam.failure.RoleFields;
import dev.sessionbeam.failure.Rule;
import java.time.Instant;

/**
 * A cleaned event and its instant, where that is one in the years 2000 to 2099, and not far ahead
 * of the event's arrival. SEMANTICS, section 2, step 3.
 */
public final class CheckTime implements Rule<ParsedEvent, TimedEvent> {
  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long TOO_LATE = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private final Roles roles;

  public CheckTime(Definition definition) {
    this.roles = definition.roles();
  }

  @Override
  public TimedEvent apply(ParsedEvent event) throws Refusal {
    String field = roles.time().toString();
    JsonValue value = RoleFields.require(roles.time(), event.fields());
    Long millis = roles.timeFormat().millis(value);
    if (millis == null) {
      throw new Refusal(
          Reason.UNREADABLE_TIME, "has to be " + roles.timeFormat().description(), field);
    }
    if (millis < EARLIEST || millis >= TOO_LATE) {
      throw new Refusal(
          Reason.TIME_OUT_OF_RANGE,
          Instant.ofEpochMilli(millis) + " lies outside of the years 2000 to 2099",
          field);
    }
    Long arrival = event.raw().origin().arrivalMillis();
    if (arrival != null && millis - arrival > roles.maxClockSkew().toMillis()) {
      throw new Refusal(
          Reason.AHEAD_OF_ARRIVAL,
          Instant.ofEpochMilli(millis)
              + " is more than max_clock_skew ahead of the arrival at "
              + Instant.ofEpochMilli(arrival),
          field);
    }
    return new TimedEvent(event, millis);
  }
}
