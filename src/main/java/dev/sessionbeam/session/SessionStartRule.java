package dev.sessionbeam.session;

import org.jspecify.annotations.Nullable;

/**
 * Decides for each event of one machine, in order, whether it starts a session. Nothing else
 * decides this. See docs/semantics.md, section 3.
 */
public final class SessionStartRule {
  private final SessionRules rules;

  /** Instants in milliseconds since the epoch; null before the first event, or opening event. */
  private @Nullable Long start;

  private long previous;
  private @Nullable Long openedAt;

  /** Creates the rule for the events of one machine. */
  public SessionStartRule(SessionRules rules) {
    this.rules = rules;
  }

  /**
   * Where the rule is: all that it must know to go on.
   *
   * @param start the start of the session, in milliseconds since the epoch
   * @param previous the instant of the last event
   * @param opened whether an opening event of that instant opened or joined the session
   */
  public record Place(long start, long previous, boolean opened) {}

  /** Creates the rule for the further events of a machine. */
  public SessionStartRule(SessionRules rules, Place place) {
    this.rules = rules;
    this.start = place.start();
    this.previous = place.previous();
    this.openedAt = place.opened() ? place.previous() : null;
  }

  /**
   * Returns where the rule is.
   *
   * @throws IllegalStateException if it has not seen an event
   */
  public Place place() {
    Long begun = start;
    if (begun == null) {
      throw new IllegalStateException("there was no event");
    }
    return new Place(begun, previous, openedAt != null && openedAt == previous);
  }

  /**
   * Moves to the next event, and returns whether it starts a session.
   *
   * @param millis not earlier than before; at one instant, opening events come first
   */
  boolean next(long millis, boolean opening) {
    return reasonOfNext(millis, opening) != null;
  }

  /**
   * Does the same as {@link #next}, and returns the reason; null if the event starts none.
   *
   * @param millis not earlier than before; at one instant, opening events come first
   */
  public @Nullable StartReason reasonOfNext(long millis, boolean opening) {
    StartReason reason =
        start == null ? StartReason.FIRST_EVENT : reasonToSplit(start, millis, opening);
    if (reason != null) {
      start = millis;
    }
    if (opening) {
      openedAt = millis;
    }
    previous = millis;
    return reason;
  }

  private @Nullable StartReason reasonToSplit(long begun, long millis, boolean opening) {
    if (millis - previous >= rules.gapMillis()) {
      return StartReason.PAUSE;
    }
    if (opening && (openedAt == null || openedAt != millis)) {
      return StartReason.OPENING_EVENT;
    }
    return rules.capSplits(begun, previous, millis) ? StartReason.CAP : null;
  }
}
