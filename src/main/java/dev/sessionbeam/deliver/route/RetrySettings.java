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
  /** What a destination asks for ({@code Retry-After}) is honoured up to here. */
  public static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

  /** What holds where a route says nothing. */
  public static final RetrySettings DEFAULT =
      new RetrySettings(5, Duration.ofSeconds(1), Duration.ofMinutes(1));

  /**
   * Returns how long all attempts of a delivery may take, with the waits between them.
   *
   * @param timeout how long one attempt may take
   */
  public Duration longest(Duration timeout) {
    Duration wait = maxDelay.compareTo(LONGEST_ASKED) > 0 ? maxDelay : LONGEST_ASKED;
    return timeout.plus(Route.OPENING).multipliedBy(attempts).plus(wait.multipliedBy(attempts - 1));
  }
}
