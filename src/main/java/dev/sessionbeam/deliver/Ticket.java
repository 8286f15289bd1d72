package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An item in a {@link SendQueue}, and what has become of it so far. Guarded by the queue's lock.
 */
final class Ticket<T> {
  final T item;
  final long size;
  final Consumer<Sent> done;
  int attempts;
  private @Nullable String firstError;
  private @Nullable String lastError;

  Ticket(T item, long size, Consumer<Sent> done) {
    this.item = item;
    this.size = size;
    this.done = done;
  }

  /** Notes the outcome of an attempt. */
  void note(Outcome outcome) {
    attempts++;
    if (outcome.kind() != Outcome.Kind.DELIVERED) {
      firstError = firstError == null ? outcome.error() : firstError;
      lastError = outcome.error();
    }
  }

  /** Returns the end of the item. */
  Sent sent(@Nullable DeadLetterReason failed) {
    return new Sent(failed, attempts, firstError, lastError);
  }
}
