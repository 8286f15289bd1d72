package dev.sessionbeam.definition;

import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.TimeFormat;
import java.io.Serializable;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The roles id, machine, time and action, and where a record has them.
 *
 * @param id what distinguishes events of a machine at one instant; null if the record's own bytes
 *     do
 * @param machine the machine, whose events make sessions
 * @param time the time of the event
 * @param timeFormat the format of the time; null if an expression gives timestamps
 * @param maxClockSkew how much later than its arrival an event's time may be, if the arrival is
 *     known
 * @param action what the user did
 */
public record Roles(
    @Nullable Role id,
    Role machine,
    Role time,
    @Nullable TimeFormat timeFormat,
    Duration maxClockSkew,
    Role action)
    implements Serializable {
  /** The name of the machine in the line of a session, if an expression gives the machine. */
  public static final FieldPath COMPUTED_MACHINE = FieldPath.of("machine");

  /** Returns whether a role depends on how a record arrived, and not only on its bytes. */
  public boolean useSource() {
    return Stream.of(id, machine, time, action)
        .anyMatch(role -> role instanceof Role.Computed computed && computed.value().usesSource());
  }

  /** Returns the field that holds the machine in the line of a session. */
  public FieldPath machineInSessions() {
    FieldPath field = machine.field();
    return field == null ? COMPUTED_MACHINE : field;
  }
}
