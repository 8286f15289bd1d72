package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;

/**
 * A client of an AWS service for one destination, with the threads that serve it, and its calls
 * that have no outcome yet.
 */
public final class AwsConnection<C extends SdkClient> implements AutoCloseable {
  private final C client;
  private final ExecutorService threads;
  private final Duration timeout;
  private final OpenCalls calls = new OpenCalls();

  private AwsConnection(C client, ExecutorService threads, Duration timeout) {
    this.client = client;
    this.threads = threads;
    this.timeout = timeout;
  }

  /** Opens a connection to the service of a route's ARN. It connects to nothing yet. */
  public static <
          B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkClient>
      AwsConnection<C> to(B builder, Route route) {
    return to(builder, AwsClients.region(route.arn()).orElse(null), route.endpoint(), route);
  }

  /**
   * Opens a connection to a service.
   *
   * @param region null for the default of the environment
   * @param endpoint null for AWS's own
   * @param route whose name, timeout and number of calls it has
   */
  static <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkClient>
      AwsConnection<C> to(B builder, @Nullable Region region, @Nullable URI endpoint, Route route) {
    ExecutorService threads = ConnectorThreads.of(route.name());
    C client = AwsClients.async(builder, region, endpoint, route, threads).build();
    return new AwsConnection<>(client, threads, route.timeout());
  }

  C client() {
    return client;
  }

  /**
   * Starts a call by one of the connection's threads, because its first steps may block.
   *
   * @param call returns one outcome for each delivery, or completes with an exception
   * @param deliveries how many they are
   * @return always completes, within the route's timeout, and never with an exception
   */
  public CompletableFuture<List<Outcome>> call(
      Function<C, CompletableFuture<List<Outcome>>> call, int deliveries) {
    return call(call, deliveries, timeout);
  }

  /** Does the same for a call that may take another time. */
  CompletableFuture<List<Outcome>> call(
      Function<C, CompletableFuture<List<Outcome>>> call, int deliveries, Duration atMost) {
    return calls.follow(
        ConnectorThreads.start(threads, () -> call.apply(client)),
        outcomes -> outcomes,
        AwsFaults::outcome,
        deliveries,
        atMost);
  }

  /** Ends all calls: they complete with a retry. */
  @Override
  public void close() {
    calls.close();
    // The client waits for its own threads, for two seconds.
    threads.execute(client::close);
  }
}
