package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.route.RetrySettings;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Computes when a failed attempt is followed by the next one. */
final class RetryDelay {
  /** What a destination asks for is honoured up to here. */
  static final Duration LONGEST = RetrySettings.LONGEST_ASKED;

  private RetryDelay() {}

  /** Returns the delay after a failed attempt, shortened at random. */
  static Duration of(RetrySettings retry, int attempts, @Nullable Duration asked) {
    return of(retry, attempts, asked, ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Returns the delay after a failed attempt: it doubles with each attempt up to the largest, is
   * shortened by up to a half, and is at least what the destination asked for.
   *
   * @param attempts how many attempts there were; 1 or more
   * @param asked how long the destination asks to wait; null if it does not say
   * @param random how much it is shortened: 0 for not at all, 1 for a half
   */
  static Duration of(RetrySettings retry, int attempts, @Nullable Duration asked, double random) {
    double full =
        Math.min(
            (double) retry.maxDelay().toMillis(),
            retry.initialDelay().toMillis() * Math.pow(2, attempts - 1));
    Duration own = Duration.ofMillis((long) (full * (1 - random / 2)));
    if (asked == null || asked.compareTo(own) <= 0) {
      return own;
    }
    return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
  }
}
