package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.kinesis.ShardList;
import java.util.Base64;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.CoderUtils;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The shards that a job begins with, as they were when it was submitted. They travel in its
 * options.
 *
 * <p>Were they looked up by the job itself, a slow answer would lose them: Beam's source for Flink
 * takes part in a checkpoint while it waits, and whoever goes on from that one takes it for done.
 * Nothing would be read, and the job would end as if all were well.
 */
final class FirstShards {
  private static final KinesisMark.MarkCoder CODER = new KinesisMark.MarkCoder();

  private FirstShards() {}

  /** Where they travel. */
  public interface Options extends PipelineOptions {
    /** The encoded shards; empty where nobody has looked. */
    @Hidden
    @Default.String("")
    String getKinesisFirstShards();

    void setKinesisFirstShards(String value);
  }

  /** Looks, and has the options keep what was seen. */
  static void lookUp(KinesisClient client, KinesisSettings settings, PipelineOptions options) {
    KinesisMark shards = new KinesisMark(list(client, settings), null);
    try {
      options
          .as(Options.class)
          .setKinesisFirstShards(
              Base64.getEncoder().encodeToString(CoderUtils.encodeToByteArray(CODER, shards)));
    } catch (CoderException e) {
      throw new IllegalStateException("shards can always be encoded", e);
    }
  }

  /** The shards that the options keep, or else those of now. */
  static List<ShardPosition> of(PipelineOptions options) throws CoderException {
    String kept = options.as(Options.class).getKinesisFirstShards();
    if (!kept.isEmpty()) {
      return CoderUtils.decodeFromByteArray(CODER, Base64.getDecoder().decode(kept)).shards();
    }
    KinesisSettings settings = KinesisReading.of(options).settings();
    try (KinesisClient client = KinesisClients.polling(options, settings.endpoint())) {
      return list(client, settings);
    }
  }

  private static List<ShardPosition> list(KinesisClient client, KinesisSettings settings) {
    return Shards.roots(ShardList.of(client, settings.stream()), settings.from());
  }
}
