package dev.sessionbeam.source.kinesis;

import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * What KinesisIO takes for Kinesis when it deals out the shards: it gets the {@link FirstShards},
 * and nobody is asked meanwhile. All else that a {@link KinesisClient} can do it refuses.
 */
final class FirstShardsClient implements KinesisClient {
  private final PipelineOptions options;

  FirstShardsClient(PipelineOptions options) {
    this.options = options;
  }

  @Override
  public ListShardsResponse listShards(ListShardsRequest request) {
    return ListShardsResponse.builder()
        .shards(
            FirstShards.of(options).stream()
                .map(id -> Shard.builder().shardId(id).build())
                .toList())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
