package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * The end of one delivery, for the account of its destination.
 *
 * @param destination the name of the destination
 * @param counter the counter of {@link DestinationCounts} that it belongs to
 * @param retries attempts beyond the first one
 * @param undelivered the dead letter for {@code undelivered/}; null if it is elsewhere
 */
record DeliveryEnd(
    String destination, String counter, int retries, @Nullable DeadLetter undelivered) {
  static DeliveryEnd delivered(String destination, int retries) {
    return new DeliveryEnd(destination, DestinationCounts.DELIVERED, retries, null);
  }

  static DeliveryEnd deadLettered(DeadLetter letter) {
    return of(letter, DestinationCounts.DEAD_LETTERED, null);
  }

  static DeliveryEnd undelivered(DeadLetter letter) {
    return of(letter, DestinationCounts.UNDELIVERED, letter);
  }

  private static DeliveryEnd of(DeadLetter letter, String counter, @Nullable DeadLetter line) {
    return new DeliveryEnd(
        letter.delivery().destination(), counter, Math.max(0, letter.attempts() - 1), line);
  }
}
