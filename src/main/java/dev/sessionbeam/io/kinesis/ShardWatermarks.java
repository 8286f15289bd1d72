package dev.sessionbeam.io.kinesis;

import java.util.function.Supplier;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisRecord;
import org.apache.beam.sdk.io.aws2.kinesis.WatermarkPolicy;
import org.apache.beam.sdk.io.aws2.kinesis.WatermarkPolicyFactory;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Creates the watermark policy of each shard for KinesisIO. KinesisIO does not give a policy its
 * shard. But it creates the policy right after it subscribes to the shard, on the same thread. So
 * the policy belongs to the shard that {@link FeedClient} last saw on this thread.
 *
 * <p>Flink keeps this object in savepoints. So it contains where the reading of the stream started:
 * a job that resumes may have another start, but the children of its shards keep this one.
 */
final class ShardWatermarks implements WatermarkPolicyFactory {
  private static final long serialVersionUID = 1;

  /**
   * Returns the pump of the shard to which this thread last subscribed, or throws the reason why it
   * could not subscribe.
   */
  private static final ThreadLocal<@Nullable Supplier<ShardForwarder>> SUBSCRIBED =
      new ThreadLocal<>();

  private final long startMillis;

  ShardWatermarks(StartAt start) {
    this.startMillis = start.millis();
  }

  /** The next policy that this thread creates belongs to this shard. */
  static void subscribed(ShardForwarder shard) {
    SUBSCRIBED.set(() -> shard);
  }

  /** This thread cannot subscribe to the shard of the next policy that it creates. */
  static void failed(RuntimeException cause) {
    SUBSCRIBED.set(
        () -> {
          throw cause;
        });
  }

  @Override
  public WatermarkPolicy createWatermarkPolicy() {
    Supplier<ShardForwarder> subscribed = SUBSCRIBED.get();
    SUBSCRIBED.remove();
    if (subscribed == null) {
      throw new IllegalStateException(
          "KinesisIO created a watermark policy, but did not subscribe to its shard just before, on"
              + " this thread: sessionbeam does not work with this version of Beam");
    }
    ShardForwarder shard = subscribed.get();
    shard.start(new StartAt(startMillis));
    return new ShardPolicy(shard.watermark());
  }

  /** The policy of one shard. KinesisIO never serializes it. */
  private static final class ShardPolicy implements WatermarkPolicy {
    private final transient ReaderWatermark watermark;

    ShardPolicy(ReaderWatermark watermark) {
      this.watermark = watermark;
    }

    @Override
    public void update(KinesisRecord record) {
      // The pump knows when its record is taken and what the record contains.
    }

    @Override
    public Instant getWatermark() {
      return watermark.get();
    }
  }
}
