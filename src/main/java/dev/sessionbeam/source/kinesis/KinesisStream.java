package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.source.RecordClock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A stream of Kinesis as an unbounded source. Its shards are dealt out to readers once, at the very
 * start; shards born later are read by who read their parent.
 */
public final class KinesisStream extends UnboundedSource<List<RawRecord>, KinesisMark> {
  private final KinesisSettings settings;
  private final RecordClock clock;

  /** The shards of one reader, or null: not dealt out yet. */
  private final @Nullable List<ShardPosition> share;

  private KinesisStream(
      KinesisSettings settings, RecordClock clock, @Nullable List<ShardPosition> share) {
    this.settings = settings;
    this.clock = clock;
    this.share = share;
  }

  /**
   * A stream.
   *
   * @param clock tells when records happened, for the watermark
   */
  public static KinesisStream of(KinesisSettings settings, RecordClock clock) {
    return new KinesisStream(settings, clock, null);
  }

  KinesisSettings settings() {
    return settings;
  }

  RecordClock clock() {
    return clock;
  }

  @Override
  public List<KinesisStream> split(int desired, PipelineOptions options) {
    List<ShardPosition> shards = share == null ? roots(options) : share;
    // As many as desired, some with no shard: a reader that ends would be missing later on.
    List<List<ShardPosition>> shares = new ArrayList<>();
    for (int reader = 0; reader < Math.max(1, desired); reader++) {
      shares.add(new ArrayList<>());
    }
    for (int i = 0; i < shards.size(); i++) {
      shares.get(i % shares.size()).add(shards.get(i));
    }
    return shares.stream().map(dealt -> new KinesisStream(settings, clock, dealt)).toList();
  }

  private List<ShardPosition> roots(PipelineOptions options) {
    try (KinesisClient client = KinesisClients.polling(options, settings.endpoint())) {
      return Shards.roots(Shards.list(client, settings.stream()), settings.from());
    }
  }

  @Override
  public UnboundedReader<List<RawRecord>> createReader(
      PipelineOptions options, @Nullable KinesisMark mark) {
    KinesisClient client = KinesisClients.polling(options, settings.endpoint());
    List<ShardPosition> shards = share;
    if (mark != null) {
      shards = mark.shards();
    } else if (shards == null) {
      shards = Shards.roots(Shards.list(client, settings.stream()), settings.from());
    }
    return new KinesisStreamReader(this, client, feeds(client, options), shards);
  }

  private ShardFeed.Source feeds(KinesisClient client, PipelineOptions options) {
    String consumer = settings.consumerArn();
    return consumer == null
        ? PollingFeed.source(client, settings.stream())
        : FanOutFeed.source(
            KinesisClients.fanOut(options, settings.endpoint()),
            client,
            settings.stream(),
            consumer);
  }

  @Override
  public Coder<KinesisMark> getCheckpointMarkCoder() {
    return new KinesisMark.MarkCoder();
  }

  @Override
  public Coder<List<RawRecord>> getOutputCoder() {
    return ListCoder.of(RawRecordCoder.of());
  }
}
