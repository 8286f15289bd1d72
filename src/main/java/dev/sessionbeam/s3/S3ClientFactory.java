package dev.sessionbeam.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.sdk.io.aws2.common.ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.common.ClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.backoff.EqualJitterBackoffStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** {@link S3StorageOptions} to clients: Beam's own, and ours for what is asked before a run. */
public final class S3ClientFactory implements S3ClientBuilderFactory {
  /**
   * With pauses that double up to five seconds, about half a minute: as long as S3 itself may say
   * "slow down" while it makes room for a new load. The SDK's own three tries are over in one
   * second.
   */
  private static final int RETRIES = 10;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Duration CHECK_ATTEMPT = Duration.ofSeconds(5);
  private static final Duration CHECK = Duration.ofSeconds(12);

  /** A name is needed for the signature; other servers than AWS take any. */
  private static final Region ANY_REGION = Region.US_EAST_1;

  /** The client that Beam's file system reads and writes with, on whichever machine. */
  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    EqualJitterBackoffStrategy pauses =
        EqualJitterBackoffStrategy.builder()
            .baseDelay(FIRST_PAUSE)
            .maxBackoffTime(LONGEST_PAUSE)
            .build();
    RetryPolicy patient =
        RetryPolicy.builder()
            .numRetries(RETRIES)
            .backoffStrategy(pauses)
            .throttlingBackoffStrategy(pauses)
            .build();
    return builder(options)
        .overrideConfiguration(ClientOverrideConfiguration.builder().retryPolicy(patient).build());
  }

  /** A client for a person who waits: it gives up within seconds. */
  static S3Client impatient(PipelineOptions options) {
    return builder(options.as(S3Options.class))
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(CHECK_ATTEMPT)
                .apiCallTimeout(CHECK)
                .retryPolicy(RetryPolicy.builder().numRetries(2).build())
                .build())
        .build();
  }

  private static S3ClientBuilder builder(S3Options options) {
    S3StorageOptions ours = options.as(S3StorageOptions.class);
    ClientConfiguration.Builder client = ClientConfiguration.builder();
    server(ours.getS3Endpoint()).ifPresent(client::endpoint);
    if (hasOwnServer(ours) && options.getAwsRegion() == null) {
      client.region(ANY_REGION);
    }
    return ClientBuilderFactory.getFactory(options)
        .create(S3Client.builder(), client.build(), options)
        .forcePathStyle(ours.isS3PathStyle());
  }

  /**
   * The server's address; empty where there is none or it is not one, which is said elsewhere: Beam
   * makes its client for runs without S3 as well.
   */
  static Optional<URI> server(@Nullable String endpoint) {
    try {
      return Optional.ofNullable(endpoint)
          .map(URI::create)
          .filter(
              uri -> uri.getHost() != null && String.valueOf(uri.getScheme()).startsWith("http"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether another server than AWS is named. */
  static boolean hasOwnServer(S3StorageOptions options) {
    return options.getS3Endpoint() != null || options.getEndpoint() != null;
  }
}
