package dev.sessionbeam.io.kinesis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Computes the watermark of one shard: {@code min(event time, arrival) - max disorder} of its
 * latest event. See docs/semantics.md, section 5. If the clock of a machine is too fast, it does
 * not move the watermark beyond an arrival. If it is too slow, it does not move the watermark back.
 *
 * <p>If a shard has been read to its end and has no event, its watermark advances with time: an
 * event that arrives then happened, apart from disorder, no earlier than the last event plus the
 * time that has passed since. If the shard cannot be read, it is unknown whether it is quiet, and
 * the watermark does not advance. Records that are not valid events neither move the watermark nor
 * hold it.
 */
final class ShardClock {
  private final long maxDisorder;
  private long reached;
  private long activeAt;
  private long quietMillis;
  private long watermark = Long.MIN_VALUE;
  private boolean active;
  private boolean quiet;

  /**
   * A clock.
   *
   * @param reached the latest instant of an event so far, or {@link ShardPosition#NO_EVENT}
   * @param nanos now, by this process's own clock
   */
  ShardClock(Duration maxDisorder, long reached, long nanos) {
    this.maxDisorder = maxDisorder.toMillis();
    this.reached = reached;
    this.activeAt = nanos;
  }

  /** Returns an independent copy of this clock. */
  ShardClock copy() {
    ShardClock copy = new ShardClock(Duration.ofMillis(maxDisorder), reached, activeAt);
    copy.quietMillis = quietMillis;
    copy.watermark = watermark;
    copy.active = active;
    copy.quiet = quiet;
    return copy;
  }

  /** Must be called for each valid event: when it happened and when it arrived. */
  void saw(long millis, long arrival) {
    reached = Math.max(reached, Math.min(millis, arrival));
    active = true;
  }

  /** Must be called for each batch, after its events. */
  void took(ShardBatch batch) {
    quiet = !active && batch.isAtTheEnd();
    if (active) {
      activeAt = batch.askedAt();
      quietMillis = 0;
    } else if (quiet) {
      quietMillis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, batch.askedAt() - activeAt));
    }
    active = false;
  }

  /** Whether an event was ever seen. */
  boolean hasEvent() {
    return reached != ShardPosition.NO_EVENT;
  }

  /** Whether the last batch reached the end of the shard and had no event. */
  boolean isQuiet() {
    return quiet;
  }

  /**
   * The instant from which a new clock shows the same watermark as this one, or {@link
   * ShardPosition#NO_EVENT}.
   */
  long reached() {
    return hasEvent() ? watermark() + maxDisorder : ShardPosition.NO_EVENT;
  }

  /** The watermark, in milliseconds since the epoch. The shard must have an event. */
  long watermark() {
    watermark = Math.max(watermark, reached - maxDisorder + quietMillis);
    return watermark;
  }
}
