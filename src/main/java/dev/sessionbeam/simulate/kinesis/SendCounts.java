package dev.sessionbeam.simulate.kinesis;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the stream has accepted so far. Several threads count at the same time. */
public final class SendCounts {
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAccumulator lag = new LongAccumulator(Math::max, 0);

  SendCounts() {}

  void taken(OutgoingRecord record, long now) {
    records.add(record.records());
    bytes.add(record.bytes());
    lag.accumulate(now - record.due());
  }

  void retried(OutgoingRecord record) {
    retried.add(record.records());
  }

  /** Records in the stream. */
  public long records() {
    return records.sum();
  }

  /** Bytes of those records, without what aggregation and keys add. */
  public long bytes() {
    return bytes.sum();
  }

  /** Records that the stream did not accept and that were sent again, counted each time. */
  public long retried() {
    return retried.sum();
  }

  /** The longest time by which a record was late in the stream, after it was due. */
  public Duration lag() {
    return Duration.ofNanos(lag.get());
  }
}
