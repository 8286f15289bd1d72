package dev.sessionbeam.source.kinesis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Fetches a shard in the background, no more than a batch ahead of what was taken. */
interface ShardFeed extends AutoCloseable {
  /**
   * The next batch, or null where none is there yet.
   *
   * @throws IOException where the shard cannot be read, and trying again is of no use
   */
  @Nullable ShardBatch poll() throws IOException;

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
