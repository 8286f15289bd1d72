package dev.sessionbeam.source.kinesis;

import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.options.PipelineOptions;
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
  private final KinesisClient client;
  private final ShardFeed.Source feeds;
  private final ReaderWatermark watermark;

  /** A client for a reader that this thread makes. */
  FeedClient(PipelineOptions options) {
    KinesisSettings settings = KinesisReading.of(options).settings();
    String consumer = settings.consumerArn();
    this.options = options;
    this.client = KinesisClients.polling(options, settings.endpoint());
    this.feeds =
        consumer == null
            ? PollingFeed.source(client, settings.stream())
            : FanOutFeed.source(
                KinesisClients.fanOut(options, settings.endpoint()),
                client,
                settings.stream(),
                consumer);
    this.watermark = new ReaderWatermark(settings, client, TaskStart.ofThisThread());
  }

  /**
   * By the task, just before it makes the shard's watermark policy. The subscription begins with
   * that one.
   */
  @Override
  public CompletableFuture<Void> subscribeToShard(
      SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
    String shard = request.shardId();
    if (watermark.reads(shard)) {
      throw new IllegalStateException("KinesisIO subscribes to shard " + shard + " again");
    }
    String saved = request.startingPosition().sequenceNumber();
    ShardPump pump =
        new ShardPump(
            KinesisReading.of(options),
            feeds,
            watermark,
            shard,
            saved == null ? null : SavedPosition.parse(saved),
            handler);
    ShardWatermarks.subscribed(pump);
    return pump.done();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    watermark.close();
    feeds.close();
    client.close();
  }
}
