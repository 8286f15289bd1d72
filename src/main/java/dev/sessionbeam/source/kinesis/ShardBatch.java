package dev.sessionbeam.source.kinesis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What one request gave of a shard.
 *
 * @param records in the shard's order; none where there were none
 * @param millisBehindLatest how far the end of the shard is away; 0: this is its end
 * @param successors the shards that its reader goes on with where it has ended, perhaps none, or
 *     null: it goes on itself
 * @param askedAt when the request was made, in nanoseconds of this process's own clock
 */
record ShardBatch(
    List<Record> records,
    long millisBehindLatest,
    @Nullable List<String> successors,
    long askedAt) {
  /** Whether everything that had arrived when it was asked for has been seen. */
  boolean isAtTheEnd() {
    return millisBehindLatest == 0;
  }

  /**
   * The same without the shard's end. After that one there are the shard's children, with records
   * that nobody has read: so this is not the end of what there is to read.
   */
  ShardBatch asOfOpenShard() {
    return successors == null
        ? this
        : new ShardBatch(records, Math.max(1, millisBehindLatest), null, askedAt);
  }
}
