package dev.sessionbeam.simulate.kinesis;

import dev.sessionbeam.io.kinesis.ShardList;
import java.math.BigInteger;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** The shards of a stream that take records, sorted by the hash keys that they take. */
final class OpenShards {
  private final NavigableMap<BigInteger, String> idsByFirstHashKey = new TreeMap<>();

  private OpenShards(List<Shard> open) {
    for (Shard shard : open) {
      BigInteger first = new BigInteger(shard.hashKeyRange().startingHashKey());
      idsByFirstHashKey.put(first, shard.shardId());
    }
  }

  /** Reads the shards as they are now. */
  static OpenShards of(KinesisClient client, String stream) {
    return new OpenShards(
        ShardList.of(client, stream).stream().filter(shard -> !ShardList.isClosed(shard)).toList());
  }

  /** The id of the shard whose range contains this hash key. */
  String idOf(BigInteger hashKey) {
    var shard = idsByFirstHashKey.floorEntry(hashKey);
    return shard == null ? idsByFirstHashKey.firstEntry().getValue() : shard.getValue();
  }

  /** The index of that shard, in the order of the hash keys. */
  int indexOf(BigInteger hashKey) {
    return Math.max(0, idsByFirstHashKey.headMap(hashKey, true).size() - 1);
  }

  int count() {
    return idsByFirstHashKey.size();
  }
}
