package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.source.RecordClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A shard that is being read: its feed, its clock, and how far it was given out. */
final class ShardReading {
  /** What was seen this long ago says nothing of now: the shard may not be readable since. */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final ShardPosition start;
  private final ShardFeed feed;
  private final ShardClock clock;
  private @Nullable String sequenceNumber;
  private long hadRecordsAt;
  private long askedAt;

  ShardReading(ShardPosition start, ShardFeed feed, Duration maxDisorder, long nanos) {
    this.start = start;
    this.feed = feed;
    this.clock = new ShardClock(maxDisorder, start.reached(), nanos);
    this.sequenceNumber = start.sequenceNumber();
    this.hadRecordsAt = nanos;
    this.askedAt = nanos;
  }

  String id() {
    return start.shard();
  }

  /** Where the reading of the stream began, which may have been long before this job. */
  StartAt from() {
    return start.start();
  }

  @Nullable ShardBatch poll() throws IOException {
    return feed.poll();
  }

  /**
   * Takes note of a batch.
   *
   * @param records those that the batch holds, taken apart
   * @return the instant of the earliest of them, in milliseconds since the epoch; where there is
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
    if (!taken.isEmpty()) {
      sequenceNumber = taken.get(taken.size() - 1).sequenceNumber();
    }
    return earliest;
  }

  boolean hasEvent() {
    return clock.hasEvent();
  }

  /**
   * Whether the shard has been seen to have no event behind the last one, lately.
   *
   * @param nanos now, by this process's own clock
   */
  boolean isQuiet(long nanos) {
    return clock.isQuiet() && nanos - askedAt < STALE_NANOS;
  }

  /**
   * How long the shard has been seen to have no record, in nanoseconds. The time behind the last
   * look is none of it: while a shard cannot be read, records may come.
   */
  long idleNanos() {
    return Math.max(0, askedAt - hadRecordsAt);
  }

  long watermark() {
    return clock.watermark();
  }

  long reached() {
    return clock.reached();
  }

  ShardPosition position() {
    return new ShardPosition(start.shard(), start.start(), sequenceNumber, clock.reached());
  }

  void close() {
    feed.close();
  }
}
