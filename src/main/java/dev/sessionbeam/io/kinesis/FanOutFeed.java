package dev.sessionbeam.io.kinesis;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * Fetches a shard by enhanced fan-out, in which Kinesis pushes the records. Kinesis ends a
 * subscription after five minutes. Then a thread of the feed subscribes again, after the records
 * that have come.
 */
final class FanOutFeed implements ShardFeed {
  private static final Logger LOG = LoggerFactory.getLogger(FanOutFeed.class);
  private static final long AFTER_A_FAULT_MILLIS = 1000;

  /** Some servers do not report the end of a shard to a subscription that starts after it. */
  private static final long LOOK_FOR_THE_END_SECONDS = 10;

  private static final long WAIT_FOR_THE_END_SECONDS = 1;
  private static final long CHECK_TAKEN_MILLIS = 20;

  private final Shared shared;
  private final BatchExchange handover = new BatchExchange(Integer.MAX_VALUE);
  private final Thread thread;

  private volatile ShardPosition position;
  private volatile @Nullable Subscription subscription;
  private volatile @Nullable List<ChildShard> children;
  private volatile boolean atTheEnd;
  private Taking current = new Taking();

  /**
   * Whether the shard takes no more records. It is set before each subscription: a shard that looks
   * idle must not be ignored if it has children with records that no reader has read.
   */
  private volatile boolean closed;

  private record Shared(
      KinesisAsyncClient fanOut, KinesisClient client, String stream, String consumer) {}

  private FanOutFeed(Shared shared, ShardPosition position) {
    this.shared = shared;
    this.position = position;
    this.thread = new Thread(this::run, "kinesis-" + shared.stream() + "-" + position.shard());
    this.thread.setDaemon(true);
  }

  /**
   * Opens feeds of a consumer.
   *
   * @param fanOut is closed with the feeds
   * @param client asks which shards follow one that has ended
   * @param consumer its ARN
   */
  static Source source(
      KinesisAsyncClient fanOut, KinesisClient client, String stream, String consumer) {
    Shared shared = new Shared(fanOut, client, stream, consumer);
    return new Source() {
      @Override
      public ShardFeed open(ShardPosition position) {
        FanOutFeed feed = new FanOutFeed(shared, position);
        feed.thread.start();
        return feed;
      }

      @Override
      public void close() {
        fanOut.close();
      }
    };
  }

  @Override
  public ShardBatch take() throws IOException, InterruptedException {
    ShardBatch batch = handover.take();
    Subscription pushing = subscription;
    if (pushing != null) {
      // Kinesis pushes no more than was requested, so at most two batches wait here.
      pushing.request(1);
    }
    return batch;
  }

  @Override
  public void close() {
    thread.interrupt();
    cancel();
  }

  private void cancel() {
    Subscription pushing = subscription;
    if (pushing != null) {
      pushing.cancel();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          List<ChildShard> next = children;
          if (next != null) {
            handover.put(
                new ShardBatch(
                    List.of(),
                    0,
                    Shards.successors(shared.client(), shared.stream(), position.shard(), next),
                    System.nanoTime()));
            return;
          }
          subscribe();
        } catch (ExecutionException e) {
          again(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException | Error e) {
          again(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void subscribe() throws ExecutionException, InterruptedException {
    awaitTaken();
    closed = closed || Shards.isClosed(shared.client(), shared.stream(), position.shard());
    Taking taking = new Taking();
    begin(taking);
    SubscribeToShardRequest request =
        SubscribeToShardRequest.builder()
            .consumerARN(shared.consumer())
            .shardId(position.shard())
            .startingPosition(startingPosition())
            .build();
    boolean nothingMoreComes = closed;
    CompletableFuture<Void> over =
        shared
            .fanOut()
            .subscribeToShard(
                request,
                SubscribeToShardResponseHandler.builder()
                    .subscriber(() -> new Taker(taking))
                    .build());
    while (children == null) {
      try {
        over.get(
            nothingMoreComes ? WAIT_FOR_THE_END_SECONDS : LOOK_FOR_THE_END_SECONDS,
            TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        if (nothingMoreComes && atTheEnd) {
          children = List.of();
        } else if (!nothingMoreComes
            && atTheEnd
            && Shards.isClosed(shared.client(), shared.stream(), position.shard())) {
          closed = true;
          cancel();
          return;
        }
      }
    }
  }

  /**
   * Waits until all batches are taken. Each subscription requests a batch. If no batch is taken for
   * hours, for example because the output cannot be written, each new subscription would add one
   * more.
   */
  private void awaitTaken() throws InterruptedException {
    while (!handover.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(CHECK_TAKEN_MILLIS);
    }
  }

  private void again(Throwable fault) throws InterruptedException {
    // Another call may have failed, so the subscription may still be open.
    cancel();
    if (!KinesisFaults.passes(fault)) {
      handover.fail(fault);
      throw new InterruptedException();
    }
    LOG.warn(
        "Shard {} of {} cannot be subscribed to, trying again: {}",
        position.shard(),
        shared.stream(),
        fault.toString());
    TimeUnit.MILLISECONDS.sleep(AFTER_A_FAULT_MILLIS);
  }

  private StartingPosition startingPosition() {
    StartingPosition.Builder start = StartingPosition.builder();
    if (position.sequenceNumber() != null) {
      start.type(ShardIteratorType.AFTER_SEQUENCE_NUMBER).sequenceNumber(position.sequenceNumber());
    } else if (position.start().isOldest()) {
      start.type(ShardIteratorType.TRIM_HORIZON);
    } else {
      start
          .type(ShardIteratorType.AT_TIMESTAMP)
          .timestamp(Instant.ofEpochMilli(position.start().millis()));
    }
    return start.build();
  }

  private synchronized void begin(Taking taking) {
    current = taking;
    atTheEnd = false;
  }

  /**
   * Takes what a subscription has pushed. A subscription that was left may still push. The AWS SDK
   * may also subscribe again by itself, from the position where the subscription began. So records
   * that were taken already are skipped. And only the current subscription can report the end of
   * the shard: an earlier one may have seen it before the last records came.
   */
  private synchronized void take(SubscribeToShardEvent event, Taking from) {
    List<Record> records = position.recordsAfter(event.records());
    long lag = event.millisBehindLatest() == null ? 0 : event.millisBehindLatest();
    // After the end of a closed shard come its children.
    handover.add(new ShardBatch(records, closed ? Math.max(1, lag) : lag, null, System.nanoTime()));
    if (from == current) {
      atTheEnd = records.isEmpty() && event.millisBehindLatest() != null && lag == 0;
    }
    position = position.after(records);
    if (event.hasChildShards() && !event.childShards().isEmpty()) {
      children = event.childShards();
    }
  }

  /** Stands for one subscription. It is compared by identity. */
  private static final class Taking {}

  /** Takes what one subscription pushes. */
  private final class Taker implements Subscriber<SubscribeToShardEventStream> {
    private final Taking taking;
    private @Nullable Subscription own;

    Taker(Taking taking) {
      this.taking = taking;
    }

    @Override
    public void onSubscribe(Subscription made) {
      own = made;
      subscription = made;
      made.request(1);
    }

    @Override
    public void onNext(SubscribeToShardEventStream event) {
      if (event instanceof SubscribeToShardEvent records) {
        take(records, taking);
      } else if (own != null) {
        own.request(1);
      }
    }

    @Override
    public void onError(Throwable fault) {
      // The future of the subscription fails as well, and subscribe() waits for that.
      forget();
    }

    @Override
    public void onComplete() {
      forget();
    }

    /**
     * Forgets this subscription, but not a newer one: that would never be asked for more records.
     */
    private void forget() {
      synchronized (FanOutFeed.this) {
        if (subscription == own) {
          subscription = null;
        }
      }
    }
  }
}
