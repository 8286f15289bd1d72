package dev.sessionbeam.source.kinesis;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Hands batches of one shard over from the thread that fetches them to the one that waits. */
final class Handover {
  private final BlockingQueue<Item> queue;

  /** A batch, or the reason why no batch will come any more. */
  private record Item(@Nullable ShardBatch batch, @Nullable Throwable failure) {}

  /** A handover with room for so many batches. */
  Handover(int room) {
    this.queue = new LinkedBlockingQueue<>(room);
  }

  /** Waits until there is room. */
  void put(ShardBatch batch) throws InterruptedException {
    queue.put(new Item(batch, null));
  }

  /** The same where there is always room, for a thread that must not wait. */
  void add(ShardBatch batch) {
    queue.add(new Item(batch, null));
  }

  /** To be told why no batch will come any more; waits until there is room. */
  void fail(Throwable cause) throws InterruptedException {
    queue.put(new Item(null, cause));
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /**
   * Waits for the next batch.
   *
   * @throws IOException where none will come any more
   */
  ShardBatch take() throws IOException, InterruptedException {
    Item item = queue.take();
    if (item.batch() == null) {
      throw new IOException(item.failure());
    }
    return item.batch();
  }
}
