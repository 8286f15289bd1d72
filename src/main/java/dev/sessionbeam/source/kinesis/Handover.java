package dev.sessionbeam.source.kinesis;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Hands batches of one shard over from the thread that fetches them; one waits at a time. */
final class Handover {
  private final BlockingQueue<ShardBatch> queue = new ArrayBlockingQueue<>(1);
  private volatile @Nullable Throwable failure;

  /** Waits until there is room. */
  void put(ShardBatch batch) throws InterruptedException {
    queue.put(batch);
  }

  /** To be told why no batch will come any more. */
  void fail(Throwable cause) {
    failure = cause;
  }

  /**
   * The batch that waits, or null.
   *
   * @throws IOException where none will come any more
   */
  @Nullable ShardBatch poll() throws IOException {
    ShardBatch batch = queue.poll();
    Throwable cause = failure;
    if (batch == null && cause != null) {
      throw new IOException(cause);
    }
    return batch;
  }
}
