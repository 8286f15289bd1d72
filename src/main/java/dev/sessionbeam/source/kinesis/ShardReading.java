package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.source.RecordClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kinesis.model.Record;

/** How far a shard was read: its position, its clock, and how long it has been idle. */
final class ShardReading {
  /** What was seen this long ago says nothing of now: the shard may not be readable since. */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final ShardClock clock;
  private SavedPosition position;
  private long hadRecordsAt;
  private long askedAt;

  private ShardReading(ShardClock clock, SavedPosition position, long hadRecordsAt, long askedAt) {
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
  static ShardReading from(SavedPosition position, Duration maxDisorder, long nanos) {
    return new ShardReading(
        new ShardClock(maxDisorder, position.reached(), nanos), position, nanos, nanos);
  }

  /** The same, to go on by itself. */
  ShardReading copy() {
    return new ShardReading(clock.copy(), position, hadRecordsAt, askedAt);
  }

  /**
   * Takes note of a batch.
   *
   * @param records those that the batch holds, taken apart
   * @return the instant of the earliest event, in milliseconds since the epoch; where there is
   *     none, the largest number
   */
  long take(ShardBatch batch, List<RawRecord> records, RecordClock times) {
    long earliest = Long.MAX_VALUE;
    for (RawRecord record : records) {
      Long millis = times.millis(record);
      if (millis != null) {
        clock.saw(millis, Objects.requireNonNull(record.origin().arrivalMillis()));
        earliest = Math.min(earliest, millis);
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

  /** Counts the position on, for an element that holds no record of Kinesis. */
  void countOn() {
    position = position.next();
  }

  boolean hasEvent() {
    return clock.hasEvent();
  }

  /**
   * Whether the shard has been seen to have no event after the last one, lately.
   *
   * @param nanos now, by this process's own clock
   */
  boolean isQuiet(long nanos) {
    return clock.isQuiet() && nanos - askedAt < STALE_NANOS;
  }

  /**
   * How long the shard has been seen to have no record, in nanoseconds. The time after the last
   * look does not count: while a shard cannot be read, records may come.
   */
  long idleNanos() {
    return Math.max(0, askedAt - hadRecordsAt);
  }

  /** The shard's watermark, in milliseconds since the epoch; only of a shard with an event. */
  long watermark() {
    return clock.watermark();
  }

  SavedPosition position() {
    return position;
  }
}
