package dev.sessionbeam.session;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules by which a session starts. See docs/semantics.md, section 3. */
public final class SessionRules implements Serializable {
  private static final long serialVersionUID = 1;

  private final long gapMillis;
  private final long maxDurationMillis;

  private SessionRules(long gapMillis, long maxDurationMillis) {
    this.gapMillis = gapMillis;
    this.maxDurationMillis = maxDurationMillis;
  }

  /**
   * The rules with a gap and a max duration, in whole milliseconds.
   *
   * @param gap above zero: a pause of the gap or longer starts a new session
   * @param maxDuration the cap; zero turns it off
   * @throws IllegalArgumentException if the gap is not above zero, the cap is below zero, or the
   *     gap is above half of the cap: then the sessions would depend on the order of arrival
   */
  public static SessionRules of(Duration gap, Duration maxDuration) {
    return ofMillis(gap.toMillis(), maxDuration.toMillis());
  }

  static SessionRules ofMillis(long gap, long maxDuration) {
    if (gap <= 0 || maxDuration < 0) {
      throw new IllegalArgumentException(
          "the gap must be above zero, and the max duration must not be below zero");
    }
    if (maxDuration > 0 && gap > maxDuration / 2) {
      throw new IllegalArgumentException("the gap must be at most half of the max duration");
    }
    return new SessionRules(gap, maxDuration);
  }

  /** A pause of this duration or longer starts a new session. */
  public Duration gap() {
    return Duration.ofMillis(gapMillis);
  }

  /** The cap on a session's duration; zero if there is none. */
  public Duration maxDuration() {
    return Duration.ofMillis(maxDurationMillis);
  }

  long gapMillis() {
    return gapMillis;
  }

  long maxDurationMillis() {
    return maxDurationMillis;
  }

  /**
   * Whether the cap splits a session that began at {@code start} between two of its instants: a
   * multiple of the cap lies in {@code (previous, next]}, half of the cap or more after the start.
   */
  boolean capSplits(long start, long previous, long next) {
    long cap = maxDurationMillis;
    return cap > 0
        && Math.floorDiv(next, cap) > Math.floorDiv(previous, cap)
        && 2 * (lastMultiple(next) - start) >= cap;
  }

  /**
   * The last multiple of the cap that is not after an instant, in milliseconds since the epoch. The
   * rules must have a cap.
   */
  public long lastMultiple(long millis) {
    return Math.floorDiv(millis, maxDurationMillis) * maxDurationMillis;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionRules that
        && gapMillis == that.gapMillis
        && maxDurationMillis == that.maxDurationMillis;
  }

  @Override
  public int hashCode() {
    return Objects.hash(gapMillis, maxDurationMillis);
  }

  @Override
  public String toString() {
    return "gap " + gap() + ", max duration " + maxDuration();
  }
}
