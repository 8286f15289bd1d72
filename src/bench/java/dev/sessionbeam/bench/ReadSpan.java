package dev.sessionbeam.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** What a reader has asked a {@link KinesisStub} for. */
final class ReadSpan {
  private final StubStream stream;
  private final AtomicLongArray asked;
  private long first;
  private long last;
  private boolean begun;

  ReadSpan(StubStream stream) {
    this.stream = stream;
    this.asked = new AtomicLongArray(stream.shards());
  }

  /** Must be called for each request for records. */
  void asked(int shard, long position) {
    asked.accumulateAndGet(shard, position, Math::max);
    synchronized (this) {
      long now = System.nanoTime();
      if (!begun) {
        begun = true;
        first = now;
        last = now;
      }
      if (position < stream.end(shard)) {
        last = now;
      }
    }
  }

  /** Whether a reader has asked for records. */
  synchronized boolean hasBegun() {
    return begun;
  }

  /** Whether the reader has got all records that are there now, and has asked for more. */
  boolean isAtTheEnd() {
    for (int shard = 0; shard < stream.shards(); shard++) {
      if (asked.get(shard) < stream.end(shard)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the time from the first request to the last one that was answered with records. */
  synchronized Duration duration() {
    return Duration.ofNanos(last - first);
  }
}
