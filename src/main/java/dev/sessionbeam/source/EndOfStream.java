package dev.sessionbeam.source;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/** The watermark of a stream that has given out its last record. */
public final class EndOfStream {
  /**
   * A checkpoint may be cut between the last record and the watermark behind it; by the second one
   * all results are held.
   */
  private static final int CHECKPOINTS = 2;

  /**
   * Closes all windows, but leaves the stream open, and the global window too: Beam passes a
   * watermark on ahead of what came out of a bundle that a checkpoint ended, and a stateful step
   * drops what comes behind the end of its window.
   */
  private static final Instant CLOSE_WINDOWS = GlobalWindow.INSTANCE.maxTimestamp();

  private final boolean durable;
  private final AtomicInteger checkpoints = new AtomicInteger();

  /**
   * The end of a stream.
   *
   * @param durable whether the stream only ends when checkpoints hold all of its results, so that
   *     no crash, however close to the end, can write any of them twice
   */
  public EndOfStream(boolean durable) {
    this.durable = durable;
  }

  /** To be told when a checkpoint that was cut behind the last record holds for good. */
  public void checkpointed() {
    checkpoints.incrementAndGet();
  }

  /** The watermark behind the last record. */
  public Instant watermark() {
    return durable && checkpoints.get() < CHECKPOINTS
        ? CLOSE_WINDOWS
        : BoundedWindow.TIMESTAMP_MAX_VALUE;
  }
}
