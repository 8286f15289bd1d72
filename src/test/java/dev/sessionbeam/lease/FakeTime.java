package dev.sessionbeam.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * The storage's clock and a process's monotonic clock. They advance only when a test advances them.
 */
final class FakeTime {
  static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

  private Duration since = Duration.ZERO;

  /** The storage's time, whatever it really is. */
  synchronized Instant storage(Instant real) {
    return START.plus(since);
  }

  synchronized long nanos() {
    return since.toNanos();
  }

  synchronized void advance(Duration by) {
    since = since.plus(by);
  }
}
