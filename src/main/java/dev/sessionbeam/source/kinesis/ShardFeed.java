package dev.sessionbeam.source.kinesis;

import java.io.IOException;

/** Fetches a shard in the background, no more than a batch ahead of what was taken. */
interface ShardFeed extends AutoCloseable {
  /**
   * Waits for the next batch.
   *
   * @throws IOException where the shard cannot be read, and trying again is of no use
   */
  ShardBatch take() throws IOException, InterruptedException;

  @Override
  void close();

  /** Makes feeds. */
  interface Source extends AutoCloseable {
    /** Begins to fetch a shard behind a position. */
    ShardFeed open(ShardPosition position);

    @Override
    void close();
  }
}
