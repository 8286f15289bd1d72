package dev.sessionbeam.io.s3;

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

/**
 * Creates clients from {@link S3StorageOptions}: the client of Beam's file system, and our own
 * client for checks before a run.
 */
public final class S3ClientFactory implements S3ClientBuilderFactory {
  /**
   * With pauses that double up to five seconds, this takes about half a minute. S3 itself may
   * answer "slow down" for that long while it makes room for a new load. The three attempts of the
   * SDK are over within one second.
   */
  private static final int RETRIES = 10;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Duration CHECK_ATTEMPT = Duration.ofSeconds(5);
  private static final Duration CHECK = Duration.ofSeconds(12);

  /** A region is needed for the signature. Servers other than AWS accept any region. */
  private static final Region ANY_REGION = Region.US_EAST_1;

  /** The client with which Beam's file system reads and writes, on every machine of the job. */
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

  /** A client for checks while a person waits. It gives up within seconds. */
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
   * The server's address; empty if there is none or if it is not a valid address. {@link S3Access}
   * reports an invalid one, because Beam creates its client for runs without S3 too.
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

  /** Whether the options name a server other than AWS. */
  static boolean hasOwnServer(S3StorageOptions options) {
    return options.getS3Endpoint() != null || options.getEndpoint() != null;
  }
}
