package dev.sessionbeam.io.kinesis;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Coordinates the start of the readers that one task creates together. No record leaves any of
 * them, and none has a watermark, before all of them have started and affect the task's watermark.
 *
 * <p>Why: Beam's source for Flink creates all readers of a task, then starts and polls them in
 * turn, and returns as soon as one has a record. A checkpoint at that moment asks a reader that has
 * not started for its mark, and KinesisIO throws. Also, a reader that has not been polled twice
 * does not affect the task's watermark yet, so its records would be late.
 *
 * <p>How it is known: as long as no reader has a record, each round polls all of them. Once it
 * knows all splits, Flink asks a first reader for its watermark after each round, and the others
 * only when they affect the task's watermark. So once each reader with a shard has been asked, all
 * of them affect it.
 */
final class ReaderStartBarrier {
  private static final ThreadLocal<@Nullable ReaderStartBarrier> CURRENT = new ThreadLocal<>();

  private final Set<Object> started = new HashSet<>();
  private final Set<Object> asked = new HashSet<>();
  private final CountDownLatch open = new CountDownLatch(1);

  private ReaderStartBarrier() {}

  /** The start of the readers that this thread is creating. */
  static ReaderStartBarrier ofThisThread() {
    ReaderStartBarrier current = CURRENT.get();
    if (current == null || current.isOpen()) {
      current = new ReaderStartBarrier();
      CURRENT.set(current);
    }
    return current;
  }

  /** Must be called when a reader subscribes to its first shard. */
  synchronized void started(Object reader) {
    started.add(reader);
  }

  /** Must be called when a reader is asked for its watermark. Returns whether it may have one. */
  synchronized boolean asked(Object reader) {
    if (!isOpen()) {
      asked.add(reader);
      if (asked.containsAll(started)) {
        open.countDown();
      }
    }
    return isOpen();
  }

  /** Must be called when a reader ends, so that the others do not wait for it. */
  synchronized void closed(Object reader) {
    started.remove(reader);
  }

  private boolean isOpen() {
    return open.getCount() == 0;
  }

  /** Waits until records may leave. */
  void await() throws InterruptedException {
    open.await();
  }
}
