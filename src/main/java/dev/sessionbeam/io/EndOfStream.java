package dev.sessionbeam.io;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/** Provides the watermark of a stream after its last record. */
public final class EndOfStream {
  /**
   * How many checkpoints a durable stream waits for. The first one may be taken between the last
   * record and the watermark that follows it. The second one holds all results.
   */
  private static final int CHECKPOINTS = 2;

  /**
   * Closes all windows, but neither the stream nor the global window. If a checkpoint ends a
   * bundle, Beam forwards a watermark before the output of that bundle. A stateful step drops
   * elements that come after the end of its window.
   */
  private static final Instant CLOSE_WINDOWS = GlobalWindow.INSTANCE.maxTimestamp();

  private final boolean durable;
  private final AtomicInteger checkpoints = new AtomicInteger();

  /**
   * The end of a stream.
   *
   * @param durable whether the stream ends only when checkpoints hold all of its results, so that
   *     no crash near the end can write any of them twice
   */
  public EndOfStream(boolean durable) {
    this.durable = durable;
  }

  /** Must be called when a checkpoint that was taken after the last record is complete. */
  public void checkpointed() {
    checkpoints.incrementAndGet();
  }

  /** The watermark after the last record. */
  public Instant watermark() {
    return durable && checkpoints.get() < CHECKPOINTS
        ? CLOSE_WINDOWS
        : BoundedWindow.TIMESTAMP_MAX_VALUE;
  }
}
