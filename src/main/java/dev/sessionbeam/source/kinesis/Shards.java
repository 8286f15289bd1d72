package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.kinesis.ShardList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Which shards a stream has, and who goes on where one ends. Of the two parents of a merged shard,
 * the one that Kinesis names first goes on with it, so that no two readers do.
 */
final class Shards {
  private Shards() {}

  /** The shards that no other one leads to; all others are read behind those. */
  static List<String> roots(List<Shard> shards) {
    Set<String> ids = new HashSet<>();
    shards.forEach(shard -> ids.add(shard.shardId()));
    return shards.stream()
        .filter(shard -> shard.parentShardId() == null || !ids.contains(shard.parentShardId()))
        .map(Shard::shardId)
        .toList();
  }

  /**
   * The shards that the reader of one that has ended goes on with; none where another reader does.
   *
   * @param children as the shard's last answer names them: it does not say which parent of a merged
   *     shard is the first
   */
  static List<String> successors(
      KinesisClient client, String stream, String ended, List<ChildShard> children) {
    boolean told = children.stream().allMatch(child -> child.parentShards().size() == 1);
    if (told && !children.isEmpty()) {
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

  /** Whether a shard holds any record behind a position. */
  static boolean holdsRecords(KinesisClient client, String stream, ShardPosition position) {
    String iterator = PollingFeed.iterator(client, stream, position);
    while (iterator != null) {
      var response =
          client.getRecords(GetRecordsRequest.builder().shardIterator(iterator).limit(1).build());
      if (!response.records().isEmpty()) {
        return true;
      }
      Long behind = response.millisBehindLatest();
      iterator = behind == null || behind == 0 ? null : response.nextShardIterator();
    }
    return false;
  }
}
