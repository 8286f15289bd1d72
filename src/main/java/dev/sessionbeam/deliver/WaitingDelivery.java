package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that waits until its destination accepts it; or, once it is given up, until the queue
 * for dead letters accepts it. It is kept in state.
 *
 * @param reason why it was given up; null for a delivery that is not given up
 * @param attempts how many attempts to deliver it have failed
 * @param letterAttempts how many attempts to send its dead letter have failed
 * @param due when it is sent next, by the wall clock, in milliseconds since the epoch
 */
record WaitingDelivery(
    Delivery delivery,
    @Nullable DeadLetterReason reason,
    int attempts,
    int letterAttempts,
    @Nullable String firstError,
    @Nullable String lastError,
    long due) {
  /** The longest message that is kept, in characters. */
  private static final int LONGEST_ERROR = 1024;

  /** What a delivery needs in memory and in state beside its body, in bytes: a rough estimate. */
  private static final int OVERHEAD_BYTES = 512;

  /** Returns a delivery that was never sent. */
  static WaitingDelivery of(Delivery delivery, long due) {
    return new WaitingDelivery(delivery, null, 0, 0, null, null, due);
  }

  boolean isDeadLetter() {
    return reason != null;
  }

  /** Returns this after one more failed attempt to deliver it. */
  WaitingDelivery failed(String error) {
    String cut = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
    return new WaitingDelivery(
        delivery,
        reason,
        attempts + 1,
        letterAttempts,
        firstError == null ? cut : firstError,
        cut,
        due);
  }

  /** Returns this after one more failed attempt to send its dead letter. */
  WaitingDelivery letterFailed() {
    return new WaitingDelivery(
        delivery, reason, attempts, letterAttempts + 1, firstError, lastError, due);
  }

  /** Returns this with another time at which it is sent. */
  WaitingDelivery dueAt(long time) {
    return new WaitingDelivery(
        delivery, reason, attempts, letterAttempts, firstError, lastError, time);
  }

  /** Returns this as a dead letter that is due at once. */
  WaitingDelivery givenUp(DeadLetterReason why, long now) {
    return new WaitingDelivery(delivery, why, attempts, 0, firstError, lastError, now);
  }

  /** Returns the dead letter of a delivery that was given up. */
  DeadLetter letter() {
    return new DeadLetter(
        delivery, Objects.requireNonNull(reason), attempts, firstError, lastError);
  }

  /** Returns about how much memory this needs. */
  long bytes() {
    return (long) delivery.body().length + length(firstError) + length(lastError) + OVERHEAD_BYTES;
  }

  private static int length(@Nullable String error) {
    return error == null ? 0 : error.length();
  }
}
