package dev.sessionbeam.simulate;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides when each record may be sent: not faster than the rate, and not before the record has
 * arrived by the real clock. So events of the past are sent at the rate, and events of the present
 * are sent when they happen.
 */
public final class Pace {
  private static final long NANOS = Duration.ofSeconds(1).toNanos();
  private static final long NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

  private final long perSecond;
  private final Duration duration;
  private final long startMillis;
  private boolean heldBack;

  /**
   * The pace of a stream.
   *
   * @param perSecond records per second; 0 for no limit
   * @param duration records that are due later than this after the start are not sent; zero for no
   *     limit
   * @param start when the first record is sent
   */
  public Pace(long perSecond, Duration duration, Instant start) {
    this.perSecond = perSecond;
    this.duration = duration;
    this.startMillis = start.toEpochMilli();
  }

  /**
   * Returns when a record is due, in nanoseconds since the start.
   *
   * @param number how many records were sent before
   * @param arrival when it arrives, in epoch milliseconds
   * @param now nanoseconds since the start
   */
  long due(long number, long arrival, long now) {
    long byRate =
        perSecond == 0 ? now : number / perSecond * NANOS + number % perSecond * NANOS / perSecond;
    long byClock = (arrival - startMillis) * NANOS_PER_MILLI;
    heldBack |= byClock > byRate;
    return Math.max(byRate, byClock);
  }

  /**
   * Whether a record that is due at this time is after the end of the duration.
   *
   * @param due nanoseconds since the start
   */
  boolean isOver(long due) {
    return !duration.isZero() && due >= duration.toNanos();
  }

  /** Whether a record had to wait until it happened, so that the rate could not be reached. */
  boolean heldBack() {
    return heldBack;
  }
}
