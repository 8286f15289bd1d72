package dev.sessionbeam.collect.stream;

import dev.sessionbeam.deliver.connect.AwsClients;
import dev.sessionbeam.deliver.connect.AwsFaults;
import dev.sessionbeam.deliver.connect.BatchCalls;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.kinesis.PutRecords;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * A Kinesis stream. Credentials come from where all AWS tools look for them, and so does the region
 * if none is given.
 */
public final class KinesisStream implements PutCall, AutoCloseable {
  private static final int MOST_CALLS = 32;

  /** The first call of a process takes longer than others. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

  private static final String DENIED = "AccessDeniedException";

  private final String name;
  private final String place;
  private final KinesisAsyncClient client;
  private final BatchCalls<PutRecordsRequestEntry> calls;

  /** What a look at the stream shows. */
  public enum Look {
    /** It is there; or Kinesis answers, but does not permit to look. */
    ANSWERS,
    /** There is no stream of this name. */
    MISSING,
    /** Kinesis does not answer, or with a fault. */
    FAILS
  }

  private KinesisStream(String name, String place, KinesisAsyncClient client) {
    this.name = name;
    this.place = place;
    this.client = client;
    this.calls = PutRecords.by(client, request -> request.streamName(name));
  }

  /**
   * Returns a stream. It connects to nothing yet.
   *
   * @param endpoint of a server other than Amazon's; null for Amazon's
   * @param region null for the region of the default chain
   * @param timeout how long a call may take
   * @return empty if there is no region
   */
  public static Optional<KinesisStream> of(
      String name, @Nullable URI endpoint, @Nullable String region, Duration timeout) {
    Region found = region == null ? defaultRegion() : Region.of(region);
    if (found == null) {
      return Optional.empty();
    }
    // Answers are short work.
    Executor threads = Runnable::run;
    KinesisAsyncClient client =
        AwsClients.async(
                KinesisAsyncClient.builder(), found, endpoint, timeout, MOST_CALLS, threads)
            .build();
    String place = endpoint == null ? found.id() : found.id() + " at " + endpoint;
    return Optional.of(new KinesisStream(name, place, client));
  }

  private static @Nullable Region defaultRegion() {
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException e) {
      return null;
    }
  }

  @Override
  public CompletableFuture<List<Outcome>> send(List<PutRecordsRequestEntry> records) {
    return calls.send(records);
  }

  /** Looks whether the stream is there. */
  public Look look(StreamState state) {
    try {
      client
          .describeStreamSummary(
              request ->
                  request
                      .streamName(name)
                      .overrideConfiguration(config -> config.apiCallTimeout(LONGEST_LOOK)))
          .join();
      return Look.ANSWERS;
    } catch (CompletionException | SdkException e) {
      Throwable cause = e instanceof SdkException || e.getCause() == null ? e : e.getCause();
      if (cause instanceof ResourceNotFoundException) {
        state.failed("there is no stream '" + name + "' in " + place);
        return Look.MISSING;
      }
      if (cause instanceof AwsServiceException answer
          && answer.awsErrorDetails() != null
          && DENIED.equals(answer.awsErrorDetails().errorCode())) {
        return Look.ANSWERS;
      }
      state.failed(AwsFaults.describe(cause));
      return Look.FAILS;
    }
  }

  /** The stream, its region and, if it is not Amazon's, its server, for a person. */
  @Override
  public String toString() {
    return name + " in " + place;
  }

  /** Ends all calls, in the background: the client waits for its own threads, for two seconds. */
  @Override
  public void close() {
    Thread closing = new Thread(client::close, "collect-close");
    closing.setDaemon(true);
    closing.start();
  }
}
