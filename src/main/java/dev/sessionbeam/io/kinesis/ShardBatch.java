package dev.sessionbeam.io.kinesis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * The records that one request to a shard returned.
 *
 * @param records in the shard's order; may be empty
 * @param millisBehindLatest how far the reader is behind the end of the shard; 0 if it has reached
 *     it
 * @param successors the shards with which the reader continues after the end of this shard, may be
 *     empty; null if this shard has not ended
 * @param askedAt when the request was made, in nanoseconds of this process's own clock
 */
record ShardBatch(
    List<Record> records,
    long millisBehindLatest,
    @Nullable List<String> successors,
    long askedAt) {
  /**
   * Some records of this batch. If other records of the batch follow, the reader is not at the end
   * of the shard.
   *
   * @param from the index of the first record
   * @param to the index after the last record
   */
  ShardBatch piece(int from, int to) {
    return to == records.size()
        ? new ShardBatch(records.subList(from, to), millisBehindLatest, successors, askedAt)
        : new ShardBatch(records.subList(from, to), Math.max(1, millisBehindLatest), null, askedAt);
  }

  /** Whether everything that had arrived at the time of the request was read. */
  boolean isAtTheEnd() {
    return millisBehindLatest == 0;
  }

  /**
   * The same batch, but of a shard that has not ended. After the end of a shard come its children,
   * with records that no reader has read. So the end of a shard is not the end of what there is to
   * read.
   */
  ShardBatch asOfOpenShard() {
    return successors == null
        ? this
        : new ShardBatch(records, Math.max(1, millisBehindLatest), null, askedAt);
  }
}
