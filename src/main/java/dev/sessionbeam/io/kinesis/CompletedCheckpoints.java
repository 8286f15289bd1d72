package dev.sessionbeam.io.kinesis;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reports which checkpoints are complete. The mark of KinesisIO does not report when its checkpoint
 * is complete. So a reader that has emitted its last record emits end markers. {@link
 * UnpackRecordsFn}, which runs in the same task, asks Beam to call back when a checkpoint that
 * holds a marker is complete.
 */
final class CompletedCheckpoints {
  private static final AtomicLong LAST = new AtomicLong();
  private static final ConcurrentMap<Long, Runnable> WAITING = new ConcurrentHashMap<>();

  private CompletedCheckpoints() {}

  /**
   * Returns the id of a new marker, unique in this process.
   *
   * @param held runs each time a checkpoint that holds the marker is complete, on any thread
   */
  static long open(Runnable held) {
    long id = LAST.incrementAndGet();
    WAITING.put(id, held);
    return id;
  }

  /**
   * Must be called when a checkpoint that holds this marker is complete. Ids from other processes
   * are ignored.
   */
  static void held(long id) {
    Runnable waiting = WAITING.get(id);
    if (waiting != null) {
      waiting.run();
    }
  }

  static void close(long id) {
    WAITING.remove(id);
  }
}
