package dev.sessionbeam.io.kinesis;

import java.time.Duration;

/** How often a shard is read by polling. All consumers of a shard share what Kinesis allows. */
public final class PollingPace {
  /** The pause from one request to the next while records come: less than five a second. */
  public static final Duration BETWEEN_REQUESTS = Duration.ofMillis(220);

  /** The pause after a request that brought no record. */
  public static final Duration AT_THE_END = Duration.ofMillis(500);

  private PollingPace() {}
}
