package dev.sessionbeam.io.kinesis;

import java.io.IOException;

/** Fetches a shard in the background, at most one batch more than was taken. */
interface ShardFeed extends AutoCloseable {
  /**
   * Waits for the next batch.
   *
   * @throws IOException if the shard cannot be read and it does not help to try again
   */
  ShardBatch take() throws IOException, InterruptedException;

  @Override
  void close();

  /** Opens feeds. */
  interface Source extends AutoCloseable {
    /** Starts to fetch a shard after a position. */
    ShardFeed open(ShardPosition position);

    @Override
    void close();
  }
}
