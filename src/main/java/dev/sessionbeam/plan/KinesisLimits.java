package dev.sessionbeam.plan;

import java.math.BigDecimal;

/**
 * What Kinesis allows. Amazon writes MB; the limits of a shard are counted in units of 1,048,576
 * bytes, and data is counted with its partition key.
 */
final class KinesisLimits {
  /** Records that a shard takes in a second. */
  static final BigDecimal RECORDS_IN = Numbers.of(1000);

  /** Bytes that a shard takes in a second. */
  static final BigDecimal BYTES_IN = Numbers.of(1L << 20);

  /** Bytes that a shard gives in a second: to all pollers together, or to each consumer pushed. */
  static final BigDecimal BYTES_OUT = Numbers.of(2L << 20);

  /** Requests to read that a shard allows in a second, of all pollers together. */
  static final BigDecimal READS = Numbers.of(5);

  /** Records that a new stream on demand takes in a second. */
  static final BigDecimal ON_DEMAND_RECORDS_IN = Numbers.of(4000);

  /** Bytes that a new stream on demand takes in a second. */
  static final BigDecimal ON_DEMAND_BYTES_IN = Numbers.of(4L << 20);

  /** A stream on demand takes this many times the peak of the last 30 days. */
  static final BigDecimal ON_DEMAND_GROWTH = Numbers.of(2);

  /** Consumers that can be registered for enhanced fan-out. */
  static final int MOST_CONSUMERS = 20;

  /** From which share of a limit on, in percent, a plan warns. */
  static final BigDecimal WARN = Numbers.of(80);

  private KinesisLimits() {}
}
