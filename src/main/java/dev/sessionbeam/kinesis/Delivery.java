package dev.sessionbeam.kinesis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Parcels into a stream, all of them or an exception. Kinesis may take a part of a call and refuse
 * the rest, because a shard has too much to do: that rest, and nothing else, is sent again.
 */
final class Delivery {
  private final KinesisClient client;
  private final String stream;
  private final Tally tally;
  private final Runnable misrouted;

  /**
   * @param misrouted called where a parcel came to another shard than it was meant for
   */
  Delivery(KinesisClient client, String stream, Tally tally, Runnable misrouted) {
    this.client = client;
    this.stream = stream;
    this.tally = tally;
    this.misrouted = misrouted;
  }

  void deliver(List<Parcel> parcels) throws IOException {
    List<Parcel> left = parcels;
    int tries = 0;
    int inVain = 0;
    while (!left.isEmpty()) {
      if (tries > 0) {
        pause(tries - 1);
      }
      tries++;
      PutRecordsResponse response = put(left);
      List<Parcel> refused = refused(left, response);
      inVain = refused.size() == left.size() ? inVain + 1 : 0;
      if (inVain == SenderClients.MANY_ATTEMPTS) {
        throw new IOException(
            "stream '%s' takes nothing more: %s".formatted(stream, why(response)));
      }
      left = refused;
    }
  }

  private PutRecordsResponse put(List<Parcel> parcels) throws IOException {
    List<PutRecordsRequestEntry> entries = parcels.stream().map(Parcel::entry).toList();
    try {
      return client.putRecords(request -> request.streamName(stream).records(entries));
    } catch (SdkException e) {
      throw new IOException(
          "stream '%s' cannot be written to: %s".formatted(stream, e.getMessage()), e);
    }
  }

  private List<Parcel> refused(List<Parcel> parcels, PutRecordsResponse response) {
    List<Parcel> refused = new ArrayList<>();
    long now = System.nanoTime();
    boolean elsewhere = false;
    for (int i = 0; i < parcels.size(); i++) {
      Parcel parcel = parcels.get(i);
      PutRecordsResultEntry result = response.records().get(i);
      if (result.errorCode() != null) {
        refused.add(parcel);
        tally.retried(parcel);
        continue;
      }
      tally.taken(parcel, now);
      elsewhere |= parcel.shard() != null && !parcel.shard().equals(result.shardId());
    }
    if (elsewhere) {
      misrouted.run();
    }
    return refused;
  }

  private void pause(int retries) throws IOException {
    Duration pause =
        SenderClients.BACKOFF.computeDelayBeforeNextRetry(
            RetryPolicyContext.builder().retriesAttempted(retries).build());
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static String why(PutRecordsResponse response) {
    return response.records().stream()
        .filter(result -> result.errorCode() != null)
        .map(result -> result.errorCode() + ", " + result.errorMessage())
        .findFirst()
        .orElse("no reason given");
  }
}
