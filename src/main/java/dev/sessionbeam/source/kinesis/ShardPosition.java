package dev.sessionbeam.source.kinesis;

import java.io.Serializable;
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
 * @param reached the latest instant of its events, no later than their arrival, in milliseconds
 *     since the epoch, or {@link #NO_EVENT}
 */
record ShardPosition(String shard, StartAt start, @Nullable String sequenceNumber, long reached)
    implements Serializable {
  /** Stands for the instant of a shard without an event so far. */
  static final long NO_EVENT = Long.MIN_VALUE;

  static ShardPosition atStart(String shard, StartAt start, long reached) {
    return new ShardPosition(shard, start, null, reached);
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
