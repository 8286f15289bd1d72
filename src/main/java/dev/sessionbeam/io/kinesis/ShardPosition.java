package dev.sessionbeam.io.kinesis;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * How far a shard has been read.
 *
 * @param shard the shard's id
 * @param start where the reading of the shard started, or starts
 * @param sequenceNumber of the last emitted record of Kinesis, or null if none was emitted yet
 */
record ShardPosition(String shard, StartAt start, @Nullable String sequenceNumber) {
  /** The instant of a shard that has had no event yet. */
  static final long NO_EVENT = Long.MIN_VALUE;

  static ShardPosition atStart(String shard, StartAt start) {
    return new ShardPosition(shard, start, null);
  }

  /**
   * The position after these records, which are in the shard's order; this position if there are
   * none.
   */
  ShardPosition after(List<Record> records) {
    return records.isEmpty()
        ? this
        : new ShardPosition(shard, start, records.get(records.size() - 1).sequenceNumber());
  }

  /**
   * Returns those of these records that come after this position. They are in the shard's order.
   */
  List<Record> recordsAfter(List<Record> records) {
    if (sequenceNumber == null) {
      return records;
    }
    BigInteger last = new BigInteger(sequenceNumber);
    int first = 0;
    while (first < records.size()
        && new BigInteger(records.get(first).sequenceNumber()).compareTo(last) <= 0) {
      first++;
    }
    return records.subList(first, records.size());
  }
}
