package dev.sessionbeam.kinesis;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What has been taken by the stream so far; counted by several threads. */
public final class Tally {
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAccumulator behind = new LongAccumulator(Math::max, 0);

  Tally() {}

  void taken(Parcel parcel, long now) {
    records.add(parcel.records());
    bytes.add(parcel.bytes());
    behind.accumulate(now - parcel.due());
  }

  void retried(Parcel parcel) {
    retried.add(parcel.records());
  }

  /** Records in the stream. */
  public long records() {
    return records.sum();
  }

  /** Bytes of those records, without what aggregation and keys add. */
  public long bytes() {
    return bytes.sum();
  }

  /** Records that the stream refused and that were sent again, each time counted. */
  public long retried() {
    return retried.sum();
  }

  /** How long after it was due a record was in the stream, at the most. */
  public Duration behind() {
    return Duration.ofNanos(behind.get());
  }
}
