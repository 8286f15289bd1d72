package dev.sessionbeam.source.kinesis;

import java.net.URI;
import org.apache.beam.sdk.io.aws2.common.ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.common.ClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Clients of Kinesis, with region and credentials as Beam's options have them, which is AWS's own
 * default chain unless someone says otherwise.
 */
final class KinesisClients {
  private KinesisClients() {}

  static KinesisClient polling(PipelineOptions options, @Nullable URI endpoint) {
    return ClientBuilderFactory.buildClient(
        options.as(AwsOptions.class), KinesisClient.builder(), configuration(endpoint));
  }

  static KinesisAsyncClient fanOut(PipelineOptions options, @Nullable URI endpoint) {
    return ClientBuilderFactory.buildClient(
        options.as(AwsOptions.class), KinesisAsyncClient.builder(), configuration(endpoint));
  }

  private static ClientConfiguration configuration(@Nullable URI endpoint) {
    ClientConfiguration.Builder configuration = ClientConfiguration.builder();
    return endpoint == null ? configuration.build() : configuration.endpoint(endpoint).build();
  }
}
