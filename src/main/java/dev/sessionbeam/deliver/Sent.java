package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of an item that was to be sent.
 *
 * @param failed why it was given up; null if it was accepted
 * @param attempts how often it was sent
 * @param firstError what the first failed attempt met; null if there was none
 * @param lastError what the last failed attempt met; null if there was none
 */
record Sent(
    @Nullable DeadLetterReason failed,
    int attempts,
    @Nullable String firstError,
    @Nullable String lastError) {

  /** How many attempts were not the first one. */
  int retries() {
    return Math.max(0, attempts - 1);
  }

  /** Returns the dead letter of a delivery that was given up. */
  DeadLetter letter(Delivery delivery) {
    return new DeadLetter(
        delivery, Objects.requireNonNull(failed), attempts, firstError, lastError);
  }
}
