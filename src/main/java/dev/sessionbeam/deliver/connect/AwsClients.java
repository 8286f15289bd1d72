package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Configures clients of AWS's services: the default chain of credentials, the region of an ARN, and
 * no retries of their own, since a connector retries nothing.
 */
public final class AwsClients {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than the timeout of a call, which ends it first. */
  private static final Duration LONGER = Duration.ofSeconds(5);

  /** A region is needed for the signature. Servers other than AWS accept any region. */
  private static final Region ANY_REGION = Region.US_EAST_1;

  private AwsClients() {}

  /**
   * Configures a client that does not block.
   *
   * @param region of the service; null for the default of the environment
   * @param endpoint of the service; null for AWS's own
   * @param threads where answers are taken
   */
  public static <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B async(
      B builder, @Nullable Region region, @Nullable URI endpoint, Route route, Executor threads) {
    return async(builder, region, endpoint, route.timeout(), route.maxInFlight(), threads);
  }

  /**
   * Configures a client that does not block, of a caller that has no route.
   *
   * @param timeout how long a call may take
   * @param calls how many calls there may be at once
   */
  public static <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B async(
      B builder,
      @Nullable Region region,
      @Nullable URI endpoint,
      Duration timeout,
      int calls,
      Executor threads) {
    return located(builder, region, endpoint)
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                // Some services would use HTTP/2, which few servers in place of AWS speak.
                .protocol(Protocol.HTTP1_1)
                .maxConcurrency(calls)
                .maxPendingConnectionAcquires(Integer.MAX_VALUE)
                .connectionAcquisitionTimeout(timeout.plus(LONGER))
                .connectionTimeout(CONNECT)
                .readTimeout(timeout.plus(LONGER))
                .writeTimeout(timeout.plus(LONGER)))
        .asyncConfiguration(
            async ->
                async.advancedOption(
                    SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, threads))
        .overrideConfiguration(once(timeout));
  }

  /**
   * Configures a client that blocks, for the seldom reading of secrets.
   *
   * @param arn what is read: an ARN or a name
   */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B blocking(
      B builder, String arn, Route route) {
    return located(builder, region(arn).orElse(null), route.endpoint())
        .overrideConfiguration(once(route.timeout()));
  }

  private static <B extends AwsClientBuilder<B, C>, C> B located(
      B builder, @Nullable Region region, @Nullable URI endpoint) {
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    if (region != null) {
      builder.region(region);
    } else if (endpoint != null && Addresses.isLoopback(endpoint)) {
      builder.region(ANY_REGION);
    }
    return builder;
  }

  private static ClientOverrideConfiguration once(Duration timeout) {
    return ClientOverrideConfiguration.builder()
        .retryPolicy(RetryPolicy.none())
        .apiCallTimeout(timeout)
        .build();
  }

  /** Returns the parts of an ARN; empty if the text is not one. */
  public static Optional<Arn> arn(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Arn::fromString);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the region of an ARN; empty if it has none. */
  public static Optional<Region> region(@Nullable String arn) {
    return arn(arn).flatMap(Arn::region).filter(id -> !id.isEmpty()).map(Region::of);
  }
}
