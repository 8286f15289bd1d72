package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.source.RecordClock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A stream of Kinesis as an unbounded source. Its shards are dealt out to readers once, at the very
 * start; shards born later are read by who read their parent.
 *
 * <p>Flink keeps the source in its savepoints, by Java's serialization. So there is nothing in it
 * but bytes, and they only matter until the first checkpoint.
 */
public final class KinesisStream extends UnboundedSource<List<RawRecord>, KinesisMark> {
  private static final long serialVersionUID = 1;
  static final Coder<KinesisMark> MARK = new KinesisMark.MarkCoder();

  /** The shards of one reader as a mark, or null: not dealt out yet. */
  private final byte @Nullable [] share;

  /** What is read; only ahead of the job. See {@link KinesisReading}. */
  private final transient @Nullable KinesisReading reading;

  private KinesisStream(byte @Nullable [] share, @Nullable KinesisReading reading) {
    this.share = share;
    this.reading = reading;
  }

  /**
   * A stream. Ahead of the job, {@link StreamCheck} is to be asked, with its options: they then
   * hold the shards to begin with. Where a job on Flink looks them up itself, a checkpoint while
   * Kinesis is slow to answer loses them.
   *
   * @param clock tells when records happened, for the watermark
   */
  public static KinesisStream of(KinesisSettings settings, RecordClock clock) {
    return new KinesisStream(null, new KinesisReading(settings, clock));
  }

  /** Tells the job with these options what it reads; to be called ahead of it. */
  public void tell(PipelineOptions options) {
    if (reading != null) {
      reading.putInto(options);
    }
  }

  @Override
  public List<KinesisStream> split(int desired, PipelineOptions options) throws CoderException {
    List<ShardPosition> shards = share == null ? FirstShards.of(options) : decoded(share);
    // As many as desired, some with no shard: a reader that ends would be missing later on.
    List<List<ShardPosition>> shares = new ArrayList<>();
    for (int reader = 0; reader < Math.max(1, desired); reader++) {
      shares.add(new ArrayList<>());
    }
    for (int i = 0; i < shards.size(); i++) {
      shares.get(i % shares.size()).add(shards.get(i));
    }
    List<KinesisStream> streams = new ArrayList<>();
    for (List<ShardPosition> dealt : shares) {
      byte[] encoded = CoderUtils.encodeToByteArray(MARK, new KinesisMark(dealt, null));
      streams.add(new KinesisStream(encoded, reading));
    }
    return streams;
  }

  private static List<ShardPosition> decoded(byte[] share) throws CoderException {
    return CoderUtils.decodeFromByteArray(MARK, share).shards();
  }

  @Override
  public UnboundedReader<List<RawRecord>> createReader(
      PipelineOptions options, @Nullable KinesisMark mark) throws CoderException {
    List<ShardPosition> begin;
    if (mark != null) {
      begin = mark.shards();
    } else {
      begin = share == null ? FirstShards.of(options) : decoded(share);
    }
    KinesisReading told = KinesisReading.of(options);
    KinesisSettings settings = told.settings();
    KinesisClient client = KinesisClients.polling(options, settings.endpoint());
    String consumer = settings.consumerArn();
    ShardFeed.Source feeds =
        // A reader of no shard never gets one.
        consumer == null || begin.isEmpty()
            ? PollingFeed.source(client, settings.stream())
            : FanOutFeed.source(
                KinesisClients.fanOut(options, settings.endpoint()),
                client,
                settings.stream(),
                consumer);
    return new KinesisStreamReader(this, told, client, feeds, begin);
  }

  @Override
  public Coder<KinesisMark> getCheckpointMarkCoder() {
    return MARK;
  }

  @Override
  public Coder<List<RawRecord>> getOutputCoder() {
    return ListCoder.of(RawRecordCoder.of());
  }
}
