package dev.sessionbeam.io.kinesis;

import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * Takes the place of Kinesis for one reader of KinesisIO. It answers each subscription to a shard
 * with a {@link ShardFeed}, whether the shard is polled or pushed. Every other method of {@link
 * KinesisAsyncClient} fails.
 */
final class FeedClient implements KinesisAsyncClient {
  private final PipelineOptions options;
  private final ReaderStartBarrier start = ReaderStartBarrier.ofThisThread();
  private @Nullable Reading reading;

  /** What exists once a shard is read. A reader without a shard does not need it. */
  private record Reading(KinesisClient client, ShardFeed.Source feeds, ReaderWatermark watermark) {}

  /** A client for a reader that this thread creates. */
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
    KinesisSettings settings = KinesisReadSettings.of(options).settings();
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
   * Subscribes to a shard. The task calls this just before it creates the watermark policy of the
   * shard. The subscription starts with that policy.
   */
  @Override
  public CompletableFuture<Void> subscribeToShard(
      SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
    try {
      ShardForwarder pump = pump(request, handler);
      ShardWatermarks.subscribed(pump);
      return pump.done();
    } catch (RuntimeException e) {
      // KinesisIO continues, and would fail because no shard is known for the policy that it
      // creates.
      ShardWatermarks.failed(e);
      throw e;
    }
  }

  private ShardForwarder pump(
      SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
    String shard = request.shardId();
    Reading begun = reading();
    if (begun.watermark().reads(shard)) {
      throw new IllegalStateException("KinesisIO subscribes to shard " + shard + " twice");
    }
    String saved = request.startingPosition().sequenceNumber();
    return new ShardForwarder(
        KinesisReadSettings.of(options),
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
