package dev.sessionbeam.simulate.kinesis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts records into a stream: all of them, or it throws. Kinesis may accept only some records of a
 * call, because a shard is too busy. Only the records that failed are sent again.
 */
final class RecordDelivery {
  private final KinesisClient client;
  private final String stream;
  private final SendCounts counts;
  private final Runnable misrouted;

  /**
   * Delivers records to a stream.
   *
   * @param misrouted runs if a record came to a shard other than the expected one
   */
  RecordDelivery(KinesisClient client, String stream, SendCounts counts, Runnable misrouted) {
    this.client = client;
    this.stream = stream;
    this.counts = counts;
    this.misrouted = misrouted;
  }

  void deliver(List<OutgoingRecord> records) throws IOException {
    List<OutgoingRecord> left = records;
    int tries = 0;
    int failedCalls = 0;
    while (!left.isEmpty()) {
      if (tries > 0) {
        pause(tries - 1);
      }
      tries++;
      PutRecordsResponse response = put(left);
      List<OutgoingRecord> failed = failed(left, response);
      failedCalls = failed.size() == left.size() ? failedCalls + 1 : 0;
      if (failedCalls == SenderClients.MANY_ATTEMPTS) {
        throw new IOException(
            String.format(
                Locale.ROOT, "stream '%s' accepts no more records: %s", stream, why(response)));
      }
      left = failed;
    }
  }

  private PutRecordsResponse put(List<OutgoingRecord> records) throws IOException {
    List<PutRecordsRequestEntry> entries = records.stream().map(OutgoingRecord::entry).toList();
    try {
      return client.putRecords(request -> request.streamName(stream).records(entries));
    } catch (SdkException e) {
      throw new IOException(
          String.format(
              Locale.ROOT, "stream '%s' cannot be written to: %s", stream, e.getMessage()),
          e);
    }
  }

  private List<OutgoingRecord> failed(List<OutgoingRecord> records, PutRecordsResponse response) {
    List<OutgoingRecord> failed = new ArrayList<>();
    long now = System.nanoTime();
    boolean elsewhere = false;
    for (int i = 0; i < records.size(); i++) {
      OutgoingRecord record = records.get(i);
      PutRecordsResultEntry result = response.records().get(i);
      if (result.errorCode() != null) {
        failed.add(record);
        counts.retried(record);
        continue;
      }
      counts.taken(record, now);
      elsewhere |= record.shard() != null && !record.shard().equals(result.shardId());
    }
    if (elsewhere) {
      misrouted.run();
    }
    return failed;
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
