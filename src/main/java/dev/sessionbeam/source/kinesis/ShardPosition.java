package dev.sessionbeam.source.kinesis;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

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
}
