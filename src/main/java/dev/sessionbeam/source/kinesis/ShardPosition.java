package dev.sessionbeam.source.kinesis;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * How far a shard has been read.
 *
 * @param shard the shard's id
 * @param start where its reading began, or begins
 * @param sequenceNumber of the last record of Kinesis that was given out, or null: none yet
 */
record ShardPosition(String shard, StartAt start, @Nullable String sequenceNumber) {
  /** Stands for the instant of a shard without an event so far. */
  static final long NO_EVENT = Long.MIN_VALUE;

  static ShardPosition atStart(String shard, StartAt start) {
    return new ShardPosition(shard, start, null);
  }

  /** The position after records of the shard, in its order; this one where there are none. */
  ShardPosition after(List<Record> records) {
    return records.isEmpty()
        ? this
        : new ShardPosition(shard, start, records.get(records.size() - 1).sequenceNumber());
  }

  /** Of records in the shard's order, those behind this position. */
  List<Record> behind(List<Record> records) {
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
