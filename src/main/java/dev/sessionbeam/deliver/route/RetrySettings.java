package dev.sessionbeam.deliver.route;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often and when a failed delivery is sent again. The delay doubles with each attempt, up to
 * the largest, and is shortened at random by up to a half.
 *
 * @param attempts how often a delivery is sent at most; 1 or more
 */
public record RetrySettings(int attempts, Duration initialDelay, Duration maxDelay)
    implements Serializable {
  /** What holds where a route says nothing. */
  public static final RetrySettings DEFAULT =
      new RetrySettings(5, Duration.ofSeconds(1), Duration.ofMinutes(1));
}
