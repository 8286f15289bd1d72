package dev.sessionbeam.io.kinesis;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Finds the shards with which a stream starts, and the shards that follow one that has ended. A
 * merged shard has two parents: the reader of the parent that Kinesis names first continues with
 * it, so that no two readers do.
 */
final class Shards {
  private Shards() {}

  /** Returns the shards without a parent in the list. All other shards are read after them. */
  static List<String> roots(List<Shard> shards) {
    Set<String> ids = new HashSet<>();
    shards.forEach(shard -> ids.add(shard.shardId()));
    return shards.stream()
        .filter(shard -> shard.parentShardId() == null || !ids.contains(shard.parentShardId()))
        .map(Shard::shardId)
        .toList();
  }

  /**
   * Returns the shards with which the reader of an ended shard continues; an empty list if another
   * reader continues with them.
   *
   * @param children as the shard's last answer names them. It does not tell which parent of a
   *     merged shard is the first
   */
  static List<String> successors(
      KinesisClient client, String stream, String ended, List<ChildShard> children) {
    boolean known = children.stream().allMatch(child -> child.parentShards().size() == 1);
    if (known && !children.isEmpty()) {
      return children.stream().map(ChildShard::shardId).toList();
    }
    return ShardList.of(client, stream).stream()
        .filter(shard -> ended.equals(shard.parentShardId()))
        .map(Shard::shardId)
        .toList();
  }

  /** Whether a shard takes no more records. */
  static boolean isClosed(KinesisClient client, String stream, String id) {
    return ShardList.of(client, stream).stream()
        .filter(shard -> shard.shardId().equals(id))
        .allMatch(ShardList::isClosed);
  }

  /** Whether a shard holds any record after a position. */
  static boolean holdsRecords(KinesisClient client, String stream, ShardPosition position) {
    String iterator = PollingFeed.iterator(client, stream, position);
    while (iterator != null) {
      var response =
          client.getRecords(GetRecordsRequest.builder().shardIterator(iterator).limit(1).build());
      if (!response.records().isEmpty()) {
        return true;
      }
      Long lag = response.millisBehindLatest();
      iterator = lag == null || lag == 0 ? null : response.nextShardIterator();
    }
    return false;
  }
}
