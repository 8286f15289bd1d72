package dev.sessionbeam.source.kinesis;

import java.util.function.Supplier;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisRecord;
import org.apache.beam.sdk.io.aws2.kinesis.WatermarkPolicy;
import org.apache.beam.sdk.io.aws2.kinesis.WatermarkPolicyFactory;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The watermark of each shard, for KinesisIO. KinesisIO tells a policy nothing of its shard, but
 * makes it right after it has subscribed to the shard, on the same thread. So the shard that {@link
 * FeedClient} saw last on this thread is the policy's own.
 *
 * <p>Flink keeps this in savepoints, and so it holds where the reading of the stream began: a job
 * that goes on may be told to begin elsewhere, but the children of its shards are not.
 */
final class ShardWatermarks implements WatermarkPolicyFactory {
  private static final long serialVersionUID = 1;

  /**
   * Gives the pump of the shard that this thread subscribed to last, or throws why it could not.
   */
  private static final ThreadLocal<@Nullable Supplier<ShardPump>> SUBSCRIBED = new ThreadLocal<>();

  private final long startMillis;

  ShardWatermarks(StartAt start) {
    this.startMillis = start.millis();
  }

  /** The policy that this thread makes next is that of this shard. */
  static void subscribed(ShardPump shard) {
    SUBSCRIBED.set(() -> shard);
  }

  /** This thread cannot subscribe to the shard whose policy it makes next. */
  static void failed(RuntimeException cause) {
    SUBSCRIBED.set(
        () -> {
          throw cause;
        });
  }

  @Override
  public WatermarkPolicy createWatermarkPolicy() {
    Supplier<ShardPump> subscribed = SUBSCRIBED.get();
    SUBSCRIBED.remove();
    if (subscribed == null) {
      throw new IllegalStateException(
          "KinesisIO has made a watermark policy without subscribing to its shard just before, on"
              + " this thread: sessionbeam does not work with this version of Beam");
    }
    ShardPump shard = subscribed.get();
    shard.start(new StartAt(startMillis));
    return new ShardPolicy(shard.watermark());
  }

  /** KinesisIO never serializes it. */
  private static final class ShardPolicy implements WatermarkPolicy {
    private final transient ReaderWatermark watermark;

    ShardPolicy(ReaderWatermark watermark) {
      this.watermark = watermark;
    }

    @Override
    public void update(KinesisRecord record) {
      // The pump knows when its record is taken, and what is in it.
    }

    @Override
    public Instant getWatermark() {
      return watermark.get();
    }
  }
}
