package dev.sessionbeam.event;

import org.jspecify.annotations.Nullable;

/** Where a record was read. */
public sealed interface Origin permits FileOrigin, KinesisOrigin {
  /**
   * When the record arrived, in milliseconds since the epoch, by the clock of what took it; null
   * where nobody knows.
   */
  @Nullable Long arrivalMillis();
}
