package dev.sessionbeam.collect;

/**
 * Permits a number of events a second, and saves up permits for one second at most. A request takes
 * permits for all of its events, also if there are too few: then the next requests wait longer.
 * Thread-safe.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private double permits;
  private long filled;

  TokenBucket(double perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.permits = Math.max(1, perSecond);
    this.filled = nowNanos;
  }

  /** Returns how many seconds to wait for a permit; 0 if there is one. */
  synchronized long secondsToWait(long nowNanos) {
    fill(nowNanos);
    return permits >= 1 ? 0 : (long) Math.ceil((1 - permits) / perSecond);
  }

  /** Takes permits, and perhaps some that are not there yet. */
  synchronized void take(int events, long nowNanos) {
    fill(nowNanos);
    permits -= events;
  }

  private void fill(long nowNanos) {
    double more = Math.max(0, nowNanos - filled) / NANOS * perSecond;
    permits = Math.min(Math.max(1, perSecond), permits + more);
    filled = nowNanos;
  }
}
