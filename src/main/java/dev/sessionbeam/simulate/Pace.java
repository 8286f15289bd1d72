package dev.sessionbeam.simulate;

import java.time.Duration;
import java.time.Instant;

/**
 * When each record may go: no sooner than the rate lets it, and none before it has arrived by the
 * clock on the wall. So what happened in the past goes as fast as the rate has it, and what happens
 * now goes now.
 */
public final class Pace {
  private static final long NANOS = Duration.ofSeconds(1).toNanos();
  private static final long NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

  private final long perSecond;
  private final Duration duration;
  private final long startMillis;
  private boolean heldBack;

  /**
   * @param perSecond records; 0 for as many as there can be
   * @param duration nothing goes that is due later than this after the start; zero for no such end
   * @param start when the first record goes
   */
  public Pace(long perSecond, Duration duration, Instant start) {
    this.perSecond = perSecond;
    this.duration = duration;
    this.startMillis = start.toEpochMilli();
  }

  /**
   * When a record is due, in nanoseconds since the start.
   *
   * @param number how many went before
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

  /** Whether what is due then is too late. */
  boolean isOver(long due) {
    return !duration.isZero() && due >= duration.toNanos();
  }

  /** Whether a record had to wait until it happened, so that the rate could not be kept. */
  boolean heldBack() {
    return heldBack;
  }
}
