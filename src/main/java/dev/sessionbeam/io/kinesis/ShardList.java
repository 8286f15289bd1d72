package dev.sessionbeam.io.kinesis;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Lists the shards of a stream. */
public final class ShardList {
  private ShardList() {}

  /** All shards as they are now, including those that have ended and still hold records. */
  public static List<Shard> of(KinesisClient client, String stream) {
    List<Shard> shards = new ArrayList<>();
    ListShardsRequest request = ListShardsRequest.builder().streamName(stream).build();
    while (request != null) {
      ListShardsResponse page = client.listShards(request);
      shards.addAll(page.shards());
      // The request for the next page contains only its token.
      String next = page.nextToken();
      request = next == null ? null : ListShardsRequest.builder().nextToken(next).build();
    }
    return shards;
  }

  /** Whether a shard takes no more records. */
  public static boolean isClosed(Shard shard) {
    return shard.sequenceNumberRange().endingSequenceNumber() != null;
  }
}
