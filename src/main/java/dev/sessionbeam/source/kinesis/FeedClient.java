package dev.sessionbeam.source.kinesis;

import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * What one reader of KinesisIO takes for Kinesis: each subscription to a shard is one of our feeds,
 * whether the shard is polled or pushed. All else that a {@link KinesisAsyncClient} can do it
 * refuses.
 */
final class FeedClient implements KinesisAsyncClient {
  private final PipelineOptions options;
  private final TaskStart start = TaskStart.ofThisThread();
  private @Nullable Reading reading;

  /** What is there once a shard is read; a reader without a shard needs none of it. */
  private record Reading(KinesisClient client, ShardFeed.Source feeds, ReaderWatermark watermark) {}

  /** A client for a reader that this thread makes. */
  FeedClient(PipelineOptions options) {
    this.options = options;
  }

  private Reading reading() {
    Reading begun = reading;
    if (begun == null) {
      begun = begin();
      reading = begun;
    }
    return begun;
  }

  private Reading begin() {
    KinesisSettings settings = KinesisReading.of(options).settings();
    String consumer = settings.consumerArn();
    KinesisClient client = KinesisClients.polling(options, settings.endpoint());
    ShardFeed.Source feeds =
        consumer == null
            ? PollingFeed.source(client, settings.stream())
            : FanOutFeed.source(
                KinesisClients.fanOut(options, settings.endpoint()),
                client,
                settings.stream(),
                consumer);
    return new Reading(client, feeds, new ReaderWatermark(settings, client, start));
  }

  /**
   * By the task, just before it makes the shard's watermark policy. The subscription begins with
   * that one.
   */
  @Override
  public CompletableFuture<Void> subscribeToShard(
      SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
    try {
      ShardPump pump = pump(request, handler);
      ShardWatermarks.subscribed(pump);
      return pump.done();
    } catch (RuntimeException e) {
      // KinesisIO goes on, and would fail for want of a shard to make a policy for.
      ShardWatermarks.failed(e);
      throw e;
    }
  }

  private ShardPump pump(SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
    String shard = request.shardId();
    Reading begun = reading();
    if (begun.watermark().reads(shard)) {
      throw new IllegalStateException("KinesisIO subscribes to shard " + shard + " again");
    }
    String saved = request.startingPosition().sequenceNumber();
    return new ShardPump(
        KinesisReading.of(options),
        begun.feeds(),
        begun.watermark(),
        shard,
        saved == null ? null : SavedPosition.parse(saved),
        handler);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    Reading begun = reading;
    if (begun != null) {
      begun.watermark().close();
      begun.feeds().close();
      begun.client().close();
    }
  }
}
