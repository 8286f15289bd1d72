package dev.sessionbeam.source.kinesis;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says which checkpoints hold. KinesisIO's mark does not say when a checkpoint that holds it is
 * complete. So a reader that has given out its last record gives out markers, and {@link
 * UnpackRecordsFn}, which is in the same task, asks Beam to call back once a checkpoint holds one.
 */
final class EndMarkers {
  private static final AtomicLong LAST = new AtomicLong();
  private static final ConcurrentMap<Long, Runnable> WAITING = new ConcurrentHashMap<>();

  private EndMarkers() {}

  /**
   * A new marker's id, unique in this process.
   *
   * @param held is run each time a checkpoint that holds the marker is complete, by any thread
   */
  static long open(Runnable held) {
    long id = LAST.incrementAndGet();
    WAITING.put(id, held);
    return id;
  }

  /** A checkpoint that holds this marker is complete; ids of other processes mean nothing here. */
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
