package dev.sessionbeam.io.kinesis;

import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Takes the place of Kinesis when KinesisIO divides the shards among readers. It answers with the
 * {@link InitialShards}, without a request to Kinesis. Every other method of {@link KinesisClient}
 * fails.
 */
final class InitialShardsClient implements KinesisClient {
  private final PipelineOptions options;

  InitialShardsClient(PipelineOptions options) {
    this.options = options;
  }

  @Override
  public ListShardsResponse listShards(ListShardsRequest request) {
    return ListShardsResponse.builder()
        .shards(
            InitialShards.of(options).stream()
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
