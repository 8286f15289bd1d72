package dev.sessionbeam.deliver.message;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event or a session that goes to one destination.
 *
 * @param destination the name of the destination in the routes
 * @param rules the version of the routes that chose the destination
 * @param subject what it is about
 * @param body the bytes to send: one JSON object, without a line break at its end; never changed
 */
public record Delivery(String destination, String rules, Subject subject, byte[] body) {
  /** Returns the key by which a receiver tells copies apart; see {@link IdempotencyKey}. */
  public UUID key() {
    return IdempotencyKey.of(destination, subject);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Delivery that
        && destination.equals(that.destination)
        && rules.equals(that.rules)
        && subject.equals(that.subject)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * subject.hashCode() + Arrays.hashCode(body);
  }
}
