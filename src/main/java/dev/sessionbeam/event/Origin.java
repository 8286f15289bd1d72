package dev.sessionbeam.event;

import org.jspecify.annotations.Nullable;

/** The position at which a record was read. */
public sealed interface Origin permits FileOrigin, KinesisOrigin, InnerOrigin {
  /**
   * When the record arrived, in milliseconds since the epoch, by the clock of the service that
   * received it; null if this is not known.
   */
  @Nullable Long arrivalMillis();

  /** The key by which the record was assigned to a shard; null if it was not read from a stream. */
  @Nullable String partitionKey();
}
