package dev.sessionbeam.simulate.kinesis;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.core.retry.backoff.EqualJitterBackoffStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/**
 * Creates clients of one server. Credentials and region come from where all AWS tools look for
 * them: system properties, environment, profile, the machine's role.
 */
final class SenderClients {
  /** The pauses between attempts. */
  static final BackoffStrategy BACKOFF =
      EqualJitterBackoffStrategy.builder()
          .baseDelay(Duration.ofMillis(100))
          .maxBackoffTime(Duration.ofSeconds(5))
          .build();

  /** With {@link #BACKOFF}, this many attempts take from 40 to 80 seconds. */
  static final int MANY_ATTEMPTS = 20;

  private static final int FEW_RETRIES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final @Nullable URI endpoint;
  private final Region region;
  private final AwsCredentialsProvider credentials;

  private SenderClients(@Nullable URI endpoint, Region region, AwsCredentialsProvider credentials) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
  }

  static SenderClients of(@Nullable URI endpoint, @Nullable String region)
      throws UnreachableStreamException {
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.create();
    Region found = region == null ? defaultRegion() : Region.of(region);
    requireCredentials(credentials);
    return new SenderClients(endpoint, found, credentials);
  }

  private static Region defaultRegion() throws UnreachableStreamException {
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException e) {
      throw new UnreachableStreamException(
          "--awsRegion: no AWS region is set; set this flag, AWS_REGION or the region of the"
              + " profile",
          e);
    }
  }

  private static void requireCredentials(AwsCredentialsProvider credentials)
      throws UnreachableStreamException {
    try {
      credentials.resolveCredentials();
    } catch (SdkClientException e) {
      throw new UnreachableStreamException(
          "--stream: no AWS credentials are found; set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the machine a role",
          e);
    }
  }

  /** A client that fails fast: it retries few times and waits briefly. */
  KinesisClient hasty() {
    return builder()
        .overrideConfiguration(
            override ->
                override
                    .retryPolicy(policy -> policy.numRetries(FEW_RETRIES))
                    .apiCallTimeout(PATIENCE))
        .build();
  }

  /** A client that can wait for a server that is down for half a minute. */
  KinesisClient patient(RetryCounter repeated) {
    RetryPolicy policy =
        RetryPolicy.builder()
            .numRetries(MANY_ATTEMPTS)
            .backoffStrategy(BACKOFF)
            .throttlingBackoffStrategy(BACKOFF)
            // The number of attempts is limited, and they wait. A budget that all calls share would
            // end them early.
            .retryCapacityCondition(context -> true)
            .build();
    return builder()
        .overrideConfiguration(
            override -> override.retryPolicy(policy).addExecutionInterceptor(repeated))
        .build();
  }

  private KinesisClientBuilder builder() {
    return KinesisClient.builder()
        .region(region)
        .credentialsProvider(credentials)
        .endpointOverride(endpoint);
  }

  @Override
  public String toString() {
    return endpoint == null ? region.id() : region.id() + " at " + endpoint;
  }
}
