package dev.sessionbeam.explain;

import dev.sessionbeam.session.Session;
import dev.sessionbeam.session.StartReason;
import java.util.List;
import java.util.UUID;

/**
 * A session of a machine.
 *
 * @param session its events
 * @param id its id in the output
 * @param reason why it starts
 * @param place whether it starts in the range of the backfill
 * @param destinations the destinations that receive it, in the order of the routes
 */
public record ExplainedSession(
    Session session, UUID id, StartReason reason, Place place, List<String> destinations) {
  /** Where a session starts, compared with a backfill's range. Only those in it are written. */
  public enum Place {
    BEFORE,
    IN_RANGE,
    AFTER
  }

  public ExplainedSession {
    destinations = List.copyOf(destinations);
  }

  /** Whether the run writes the session. */
  public boolean isWritten() {
    return place == Place.IN_RANGE;
  }
}
