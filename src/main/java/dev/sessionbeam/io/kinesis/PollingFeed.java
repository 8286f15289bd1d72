package dev.sessionbeam.io.kinesis;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Fetches a shard by polling, on its own thread. */
final class PollingFeed implements ShardFeed {
  private static final Logger LOG = LoggerFactory.getLogger(PollingFeed.class);

  private static final long AFTER_A_FAULT_MILLIS = 1000;

  /**
   * The maximum number of records in one answer. Per shard, Kinesis allows 2 MB and five answers a
   * second. So this limit does not slow down records of 200 bytes or more. Up to two answers wait
   * in memory. Some servers take seconds to answer with 10,000 records, which is the maximum of
   * Kinesis itself.
   */
  private static final int MOST_RECORDS = 2_000;

  private final KinesisClient client;
  private final String stream;
  private final BatchExchange handover = new BatchExchange(1);
  private final Thread thread;

  private ShardPosition position;

  private PollingFeed(KinesisClient client, String stream, ShardPosition position) {
    this.client = client;
    this.stream = stream;
    this.position = position;
    this.thread = new Thread(this::run, "kinesis-" + stream + "-" + position.shard());
    this.thread.setDaemon(true);
  }

  /** Opens feeds that poll with a client. */
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
        // The client belongs to the reader.
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
          pause(
              askedAt,
              batch.records().isEmpty() ? PollingPace.AT_THE_END : PollingPace.BETWEEN_REQUESTS);
        } catch (RuntimeException e) {
          if (!KinesisFaults.passes(e)) {
            throw e;
          }
          // An iterator may have become invalid; a position never does.
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

  /**
   * Reports that this shard is no longer read. Otherwise it would hold the watermark without any
   * message.
   */
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
    Long lag = response.millisBehindLatest();
    return new ShardBatch(
        response.records(),
        lag == null ? 0 : lag,
        ended ? Shards.successors(client, stream, position.shard(), response.childShards()) : null,
        askedAt);
  }

  private static void pause(long since, Duration pause) throws InterruptedException {
    long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    if (passed < pause.toMillis()) {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis() - passed);
    }
  }

  /** Returns an iterator that starts after a position. */
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
