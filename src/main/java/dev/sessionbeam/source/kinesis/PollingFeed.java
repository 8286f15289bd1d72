package dev.sessionbeam.source.kinesis;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Polls a shard, on a thread of its own. */
final class PollingFeed implements ShardFeed {
  private static final Logger LOG = LoggerFactory.getLogger(PollingFeed.class);

  /** All consumers of a shard together may ask five times a second. */
  private static final long BETWEEN_REQUESTS_MILLIS = 220;

  private static final long AT_THE_END_MILLIS = 500;
  private static final long AFTER_A_FAULT_MILLIS = 1000;

  /**
   * Of a shard, Kinesis gives 2 MB a second, in five answers at most: so this holds up no records
   * of 200 bytes or more. Up to two answers wait in memory, and some servers take seconds for one
   * of 10,000 records, which is the most that Kinesis itself gives.
   */
  private static final int MOST_RECORDS = 2_000;

  private final KinesisClient client;
  private final String stream;
  private final Handover handover = new Handover(1);
  private final Thread thread;

  private ShardPosition position;

  private PollingFeed(KinesisClient client, String stream, ShardPosition position) {
    this.client = client;
    this.stream = stream;
    this.position = position;
    this.thread = new Thread(this::run, "kinesis-" + stream + "-" + position.shard());
    this.thread.setDaemon(true);
  }

  /** Feeds that poll by a client. */
  static Source source(KinesisClient client, String stream) {
    return new Source() {
      @Override
      public ShardFeed open(ShardPosition position) {
        PollingFeed feed = new PollingFeed(client, stream, position);
        feed.thread.start();
        return feed;
      }

      @Override
      public void close() {
        // The client is the reader's.
      }
    };
  }

  @Override
  public ShardBatch take() throws IOException, InterruptedException {
    return handover.take();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    String iterator = null;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          if (iterator == null) {
            iterator = iterator(client, stream, position);
          }
          long askedAt = System.nanoTime();
          GetRecordsResponse response =
              client.getRecords(
                  GetRecordsRequest.builder().shardIterator(iterator).limit(MOST_RECORDS).build());
          ShardBatch batch = batch(response, askedAt);
          handover.put(batch);
          if (batch.successors() != null) {
            return;
          }
          iterator = response.nextShardIterator();
          position = position.after(batch.records());
          pause(askedAt, batch.records().isEmpty() ? AT_THE_END_MILLIS : BETWEEN_REQUESTS_MILLIS);
        } catch (RuntimeException e) {
          if (!Faults.passes(e)) {
            throw e;
          }
          // An iterator may be of no use any more; the position always is.
          iterator = null;
          LOG.warn(
              "Shard {} of {} cannot be read, trying again: {}",
              position.shard(),
              stream,
              e.toString());
          TimeUnit.MILLISECONDS.sleep(AFTER_A_FAULT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** A shard that nobody reads any more would hold the watermark, and say nothing. */
  private void fail(Throwable cause) {
    if (!Thread.currentThread().isInterrupted()) {
      try {
        handover.fail(cause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ShardBatch batch(GetRecordsResponse response, long askedAt) {
    boolean ended = response.nextShardIterator() == null;
    Long behind = response.millisBehindLatest();
    return new ShardBatch(
        response.records(),
        behind == null ? 0 : behind,
        ended ? Shards.successors(client, stream, position.shard(), response.childShards()) : null,
        askedAt);
  }

  private static void pause(long since, long millis) throws InterruptedException {
    long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    if (passed < millis) {
      TimeUnit.MILLISECONDS.sleep(millis - passed);
    }
  }

  /** An iterator that stands behind a position. */
  static String iterator(KinesisClient client, String stream, ShardPosition position) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(stream).shardId(position.shard());
    if (position.sequenceNumber() != null) {
      request
          .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
          .startingSequenceNumber(position.sequenceNumber());
    } else if (position.start().isOldest()) {
      request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
    } else {
      request
          .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
          .timestamp(Instant.ofEpochMilli(position.start().millis()));
    }
    return client.getShardIterator(request.build()).shardIterator();
  }
}
