package dev.sessionbeam.io.kinesis;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Passes batches of one shard from the thread that fetches them to the thread that waits for them.
 */
final class BatchExchange {
  private final BlockingQueue<Item> queue;

  /** A batch, or the reason why no more batches will come. */
  private record Item(@Nullable ShardBatch batch, @Nullable Throwable failure) {}

  /** A handover with room for this many batches. */
  BatchExchange(int room) {
    this.queue = new LinkedBlockingQueue<>(room);
  }

  /** Adds a batch. Waits until there is room. */
  void put(ShardBatch batch) throws InterruptedException {
    queue.put(new Item(batch, null));
  }

  /** Adds a batch without waiting, for a thread that must not wait. There must be room. */
  void add(ShardBatch batch) {
    queue.add(new Item(batch, null));
  }

  /** Reports why no more batches will come. Waits until there is room. */
  void fail(Throwable cause) throws InterruptedException {
    queue.put(new Item(null, cause));
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /**
   * Waits for the next batch.
   *
   * @throws IOException if no more batches will come
   */
  ShardBatch take() throws IOException, InterruptedException {
    Item item = queue.take();
    if (item.batch() == null) {
      throw new IOException(item.failure());
    }
    return item.batch();
  }
}
