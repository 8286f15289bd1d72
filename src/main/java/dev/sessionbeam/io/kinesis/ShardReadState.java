package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.RecordClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Holds how far a shard was read: its position, its clock, and how long it has been idle. */
final class ShardReadState {
  /**
   * After this time, the last look at a shard no longer counts: the shard may have become
   * unreadable.
   */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final ShardClock clock;
  private SavedPosition position;
  private long hadRecordsAt;
  private long askedAt;

  private ShardReadState(
      ShardClock clock, SavedPosition position, long hadRecordsAt, long askedAt) {
    this.clock = clock;
    this.position = position;
    this.hadRecordsAt = hadRecordsAt;
    this.askedAt = askedAt;
  }

  /**
   * A shard that is read from a position on.
   *
   * @param nanos now, by this process's own clock
   */
  static ShardReadState from(SavedPosition position, Duration maxDisorder, long nanos) {
    return new ShardReadState(
        new ShardClock(maxDisorder, position.reached(), nanos), position, nanos, nanos);
  }

  /** Returns an independent copy. */
  ShardReadState copy() {
    return new ShardReadState(clock.copy(), position, hadRecordsAt, askedAt);
  }

  /**
   * Takes a batch into account.
   *
   * @param records the records that the batch holds, after aggregated records were split
   * @return the instant of the earliest event, in milliseconds since the epoch; {@link
   *     Long#MAX_VALUE} if there is no event
   */
  long take(ShardBatch batch, List<RawRecord> records, RecordClock times) {
    long earliest = Long.MAX_VALUE;
    for (RawRecord record : records) {
      Long millis = times.millis(record);
      if (millis != null) {
        clock.saw(millis, Objects.requireNonNull(record.origin().arrivalMillis()));
        earliest = Math.min(earliest, times.earliest(record, millis));
      }
    }
    clock.took(batch);
    askedAt = batch.askedAt();
    List<Record> taken = batch.records();
    if (!taken.isEmpty() || !batch.isAtTheEnd()) {
      hadRecordsAt = askedAt;
    }
    String last = position.sequenceNumber();
    position =
        taken.isEmpty()
            ? new SavedPosition(last, clock.reached(), position.count())
            : new SavedPosition(
                taken.get(taken.size() - 1).sequenceNumber(), clock.reached(), position.count());
    return earliest;
  }

  /** Moves the position to the next count, for an element that holds no record of Kinesis. */
  void countOn() {
    position = position.next();
  }

  boolean hasEvent() {
    return clock.hasEvent();
  }

  /**
   * Whether a recent request to the shard found nothing after the last event that was read.
   *
   * @param nanos now, by this process's own clock
   */
  boolean isQuiet(long nanos) {
    return clock.isQuiet() && nanos - askedAt < STALE_NANOS;
  }

  /**
   * How long the shard had no record, in nanoseconds. The time after the last look does not count:
   * while a shard cannot be read, records may come.
   */
  long idleNanos() {
    return Math.max(0, askedAt - hadRecordsAt);
  }

  /** The shard's watermark, in milliseconds since the epoch. The shard must have an event. */
  long watermark() {
    return clock.watermark();
  }

  SavedPosition position() {
    return position;
  }
}
