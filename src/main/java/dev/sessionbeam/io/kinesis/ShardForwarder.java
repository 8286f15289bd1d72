package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Passes the batches of one shard from our feed to KinesisIO, on its own thread. */
final class ShardForwarder {
  /** An element has about this many bytes of records at most, and one record of Kinesis. */
  private static final int MOST_BYTES = 16 << 20;

  private final KinesisReadSettings reading;
  private final ShardFeed.Source feeds;
  private final ReaderWatermark watermark;
  private final String shard;
  private final @Nullable SavedPosition saved;
  private final SubscribeToShardResponseHandler kinesisIo;
  private final UserRecords userRecords;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private volatile @Nullable Thread thread;

  /** The timestamp of the last element: that of its earliest event, if it had one. */
  private long timestamp = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  /**
   * A pump, which does not run yet.
   *
   * @param reading belongs to this pump alone, because only one thread may use its clock
   * @param watermark that of KinesisIO's reader
   * @param saved where to resume according to a checkpoint; null if the shard was not read yet
   * @param kinesisIo receives the shard's events
   */
  ShardForwarder(
      KinesisReadSettings reading,
      ShardFeed.Source feeds,
      ReaderWatermark watermark,
      String shard,
      @Nullable SavedPosition saved,
      SubscribeToShardResponseHandler kinesisIo) {
    this.reading = reading;
    this.feeds = feeds;
    this.watermark = watermark;
    this.shard = shard;
    this.saved = saved;
    this.kinesisIo = kinesisIo;
    this.userRecords = new UserRecords(reading.settings().stream());
  }

  ReaderWatermark watermark() {
    return watermark;
  }

  /** Completes when the shard has ended, or with the reason why it cannot be read. */
  CompletableFuture<Void> done() {
    return done;
  }

  /**
   * Subscribes KinesisIO and starts to read. The task calls this. Before all readers of the task
   * have started, KinesisIO gets only the position where the shard starts.
   *
   * @param from where the reading of the stream started
   */
  void start(StartAt from) {
    SavedPosition begin =
        saved == null ? SavedPosition.atStart(watermark.reachedByParent(shard)) : saved;
    ShardReadState first =
        ShardReadState.from(begin, reading.settings().maxDisorder(), System.nanoTime());
    ShardPosition position = new ShardPosition(shard, from, begin.sequenceNumber());
    kinesisIo.onEventStream(
        SdkPublisher.adapt(subscriber -> subscribe(subscriber, first, position)));
  }

  private void subscribe(
      Subscriber<? super SubscribeToShardEventStream> subscriber,
      ShardReadState first,
      ShardPosition position) {
    ShardSubscription subscription = new ShardSubscription(subscriber, first, this::cancel);
    watermark.add(shard, subscription);
    subscriber.onSubscribe(subscription);
    if (saved == null) {
      subscription.offer(first, List.of());
    }
    watermark.begun(shard);
    Thread running = new Thread(() -> run(subscription, first, position), "kinesis-pump-" + shard);
    running.setDaemon(true);
    thread = running;
    running.start();
  }

  private void cancel() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void run(ShardSubscription subscription, ShardReadState first, ShardPosition position) {
    try (ShardFeed feed = feeds.open(position)) {
      watermark.awaitStart();
      pump(feed, subscription, first);
      done.complete(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  private void pump(ShardFeed feed, ShardSubscription subscription, ShardReadState first)
      throws IOException, InterruptedException {
    ShardReadState last = first;
    List<String> successors = null;
    while (successors == null) {
      // This is before a batch is taken from the feed, so that no additional batch waits here.
      subscription.awaitTaken();
      ShardBatch batch = feed.take();
      last = forward(batch, subscription, last);
      successors = batch.successors();
    }
    subscription.awaitTaken();
    watermark.follow(shard, successors);
    subscription.end(last, shard, successors);
  }

  /**
   * Forwards a batch, in several elements if its records are large after decompression.
   *
   * @return the state after the batch
   */
  private ShardReadState forward(
      ShardBatch batch, ShardSubscription subscription, ShardReadState before)
      throws InterruptedException {
    ShardReadState last = before;
    List<RawRecord> records = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    int size = batch.records().size();
    for (int i = 0; i < size; i++) {
      if (bytes >= MOST_BYTES) {
        last = forward(batch.piece(from, i), records, subscription, last);
        subscription.awaitTaken();
        records = new ArrayList<>();
        from = i;
        bytes = 0;
      }
      for (RawRecord record : userRecords.of(batch.records().get(i), shard)) {
        records.add(record);
        bytes += record.bytes().length;
      }
    }
    return forward(from == 0 ? batch : batch.piece(from, size), records, subscription, last);
  }

  private ShardReadState forward(
      ShardBatch batch,
      List<RawRecord> records,
      ShardSubscription subscription,
      ShardReadState before)
      throws InterruptedException {
    ShardReadState next = before.copy();
    long earliest = next.take(batch.asOfOpenShard(), records, reading.clock());
    if (earliest < Long.MAX_VALUE) {
      timestamp = earliest;
    }
    if (!records.isEmpty()) {
      subscription.put(next, List.of(PackedAnswer.of(records, next.position(), timestamp)));
    } else if (batch.successors() == null) {
      subscription.put(next, List.of());
    }
    return next;
  }
}
