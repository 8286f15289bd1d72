package dev.sessionbeam.event;

/**
 * A cleaned event, its time, which has been checked, and its roles.
 *
 * @param millis its instant, in milliseconds since the epoch
 * @param roles the roles that expressions give
 */
public record TimedEvent(ParsedEvent event, long millis, ComputedRoles roles) {
  /** Creates an event whose fields hold all roles. */
  public TimedEvent(ParsedEvent event, long millis) {
    this(event, millis, ComputedRoles.NONE);
  }

  /** The same event with computed roles. */
  public TimedEvent with(ComputedRoles computed) {
    return computed.equals(roles) ? this : new TimedEvent(event, millis, computed);
  }
}
