package dev.sessionbeam.session;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a session starts. SEMANTICS, section 3.
 *
 * @param gapMillis two events this far apart, or further, are of two sessions; above zero
 * @param maxDurationMillis the cap; zero turns it off
 */
public record SessionRules(long gapMillis, long maxDurationMillis) implements Serializable {
  /**
   * @throws IllegalArgumentException where the gap is not above zero, or above half of the cap: no
   *     answer that is independent of the order exists then
   */
  public SessionRules {
    if (gapMillis <= 0 || maxDurationMillis < 0) {
      throw new IllegalArgumentException("the gap has to be above zero, the cap not below it");
    }
    if (maxDurationMillis > 0 && gapMillis > maxDurationMillis / 2) {
      throw new IllegalArgumentException("the gap has to be at most half of the cap");
    }
  }

  public static SessionRules of(Duration gap, Duration maxDuration) {
    return new SessionRules(gap.toMillis(), maxDuration.toMillis());
  }

  /**
   * Whether the cap parts a session that began at {@code start} between two of its instants: a
   * multiple of the cap lies in {@code (previous, next]}, half of the cap or more behind the start.
   */
  boolean capParts(long start, long previous, long next) {
    long cap = maxDurationMillis;
    return cap > 0
        && Math.floorDiv(next, cap) > Math.floorDiv(previous, cap)
        && 2 * (lastMultiple(next) - start) >= cap;
  }

  /** The last multiple of the cap up to an instant. */
  long lastMultiple(long millis) {
    return Math.floorDiv(millis, maxDurationMillis) * maxDurationMillis;
  }
}
