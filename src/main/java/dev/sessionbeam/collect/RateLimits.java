package dev.sessionbeam.collect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The rate limit of each write key. Thread-safe. */
final class RateLimits {
  private final double perSecond;
  private final LongSupplier nanoTime;
  private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

  /**
   * Creates limits.
   *
   * @param perSecond how many events a key may send in a second; 0 for no limit
   */
  RateLimits(double perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  /** Returns how many seconds a key has to wait; 0 if it may send now. */
  long secondsToWait(String key) {
    return perSecond == 0 ? 0 : bucket(key).secondsToWait(nanoTime.getAsLong());
  }

  /** Counts events of a key. */
  void take(String key, int events) {
    if (perSecond > 0) {
      bucket(key).take(events, nanoTime.getAsLong());
    }
  }

  private TokenBucket bucket(String key) {
    return buckets.computeIfAbsent(
        key, unknown -> new TokenBucket(perSecond, nanoTime.getAsLong()));
  }
}
