package dev.sessionbeam.run;

import dev.sessionbeam.peer.KinesisPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Puts events into a stream, so many a second. Each record has the identifier of its event as its
 * partition key, in quotation marks, so that a relay can see which events a reader gets.
 */
final class LiveFeed implements AutoCloseable {
  /** The actions of the events, one after the other. */
  static final List<String> ACTIONS = List.of("view", "edit", "save", "share", "print");

  private static final int TICK_MILLIS = 20;
  private static final int MOST_PER_CALL = 500;
  private static final int MACHINES = 211;
  private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

  private final KinesisClient client;
  private final String stream;
  private final int rate;
  private final int first;
  private final int end;
  private final DeliveryTimes times;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final long begin = System.nanoTime();
  private int next;
  private volatile long longestDelay;

  private LiveFeed(
      KinesisPeer kinesis, String stream, int rate, int first, int end, DeliveryTimes times) {
    this.client = client(kinesis);
    this.stream = stream;
    this.rate = rate;
    this.first = first;
    this.end = end;
    this.next = first;
    this.times = times;
  }

  /**
   * Puts some events into a stream, waits until they are there, and returns how late one of them
   * was put, at worst.
   *
   * @param rate events a second
   * @param first the number of the first event
   * @param end the number after that of the last event
   * @param times learns when each event is put
   */
  static Duration feed(
      KinesisPeer kinesis, String stream, int rate, int first, int end, DeliveryTimes times) {
    try (LiveFeed feed = new LiveFeed(kinesis, stream, rate, first, end, times)) {
      var unused =
          feed.thread.scheduleAtFixedRate(feed::putDue, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
      feed.done.join();
      return Duration.ofNanos(feed.longestDelay);
    }
  }

  /** A call that is sent again would put its events twice. So a machine that is too slow fails. */
  private static KinesisClient client(KinesisPeer kinesis) {
    return KinesisClient.builder()
        .region(KinesisPeer.REGION)
        .endpointOverride(kinesis.endpoint())
        .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(LONGEST_CALL))
        .overrideConfiguration(once -> once.retryPolicy(RetryPolicy.none()))
        .build();
  }

  /** Returns the action of an event. */
  static String action(int event) {
    return ACTIONS.get(event % ACTIONS.size());
  }

  private void putDue() {
    try {
      long elapsed = System.nanoTime() - begin;
      long due = Math.min(end, first + elapsed * rate / TimeUnit.SECONDS.toNanos(1));
      while (next < due) {
        putSome((int) Math.min(due, next + MOST_PER_CALL));
      }
      if (next == end) {
        thread.shutdown();
        done.complete(null);
      }
    } catch (RuntimeException | Error e) {
      thread.shutdown();
      done.completeExceptionally(e);
    }
  }

  private void putSome(int until) {
    List<PutRecordsRequestEntry> records = new ArrayList<>();
    long onTime = TimeUnit.SECONDS.toNanos(next - first) / rate;
    longestDelay = Math.max(longestDelay, System.nanoTime() - begin - onTime);
    for (; next < until; next++) {
      byte[] event = event(next).getBytes(StandardCharsets.UTF_8);
      records.add(
          PutRecordsRequestEntry.builder()
              // Servers send the key as it is, and the data perhaps in base64.
              .partitionKey('"' + EventNumbers.id(next) + '"')
              .data(SdkBytes.fromByteArray(event))
              .build());
      times.put(next);
    }
    PutRecordsResponse answer = client.putRecords(put -> put.streamName(stream).records(records));
    if (answer.failedRecordCount() != 0) {
      throw new IllegalStateException("the server did not take all records: " + answer);
    }
  }

  private static String event(int number) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":\"%s\",\"timestamp\":%d,\"action\":\"%s\",\"machine_id\":\"%s\","
            + "\"build\":\"11.0.3.173\",\"document\":\"a document that somebody works on\"}",
        EventNumbers.id(number),
        System.currentTimeMillis(),
        action(number),
        "m-" + number % MACHINES);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    client.close();
  }
}
