package dev.sessionbeam.source.kinesis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The watermark of one shard: {@code min(event time, arrival) - max disorder} of its latest event.
 * SEMANTICS, section 5. No clock of a machine that is ahead moves it beyond an arrival, and none
 * that is behind moves it back.
 *
 * <p>A shard that has been read to its end and has no event goes on with time: what arrives then
 * happened, disorder aside, no earlier than the last event plus the time that has passed since.
 * Where the shard cannot be read, nothing is known to be quiet, and the watermark stands. Records
 * that are no valid events neither move it nor hold it.
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

  /** A clock that shows the same and goes on by itself. */
  ShardClock copy() {
    ShardClock copy = new ShardClock(Duration.ofMillis(maxDisorder), reached, activeAt);
    copy.quietMillis = quietMillis;
    copy.watermark = watermark;
    copy.active = active;
    copy.quiet = quiet;
    return copy;
  }

  /** To be told of each valid event: when it happened and when it arrived. */
  void saw(long millis, long arrival) {
    reached = Math.max(reached, Math.min(millis, arrival));
    active = true;
  }

  /** To be told of each batch, behind its events. */
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

  /** Whether the last batch came from the end of the shard and had no event. */
  boolean isQuiet() {
    return quiet;
  }

  /**
   * The instant with which a new clock shows the same watermark as this one, or {@link
   * ShardPosition#NO_EVENT}.
   */
  long reached() {
    return hasEvent() ? watermark() + maxDisorder : ShardPosition.NO_EVENT;
  }

  /** The watermark, in milliseconds since the epoch; only of a shard that has an event. */
  long watermark() {
    watermark = Math.max(watermark, reached - maxDisorder + quietMillis);
    return watermark;
  }
}
