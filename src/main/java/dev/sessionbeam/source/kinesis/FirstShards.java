package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.kinesis.ShardList;
import java.util.List;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The shards that a job begins with, as they were when it was submitted. They travel in its
 * options.
 *
 * <p>If the job looked them up itself, a slow answer would lose them: Beam's source for Flink takes
 * part in a checkpoint while it waits, and whoever goes on from that one takes it for done. Nothing
 * would be read, and the job would end as if all were well.
 */
final class FirstShards {
  private FirstShards() {}

  /** Where they travel. */
  public interface Options extends PipelineOptions {
    /** The shards' ids, or null where nobody has looked. */
    @Hidden
    @Nullable List<String> getKinesisFirstShards();

    void setKinesisFirstShards(@Nullable List<String> value);
  }

  /** Looks, and has the options keep what was seen. */
  static void lookUp(KinesisClient client, KinesisSettings settings, PipelineOptions options) {
    options
        .as(Options.class)
        .setKinesisFirstShards(Shards.roots(ShardList.of(client, settings.stream())));
  }

  /** The shards that the options keep, or else those of now. */
  static List<String> of(PipelineOptions options) {
    List<String> kept = options.as(Options.class).getKinesisFirstShards();
    if (kept != null) {
      return kept;
    }
    KinesisSettings settings = KinesisReading.of(options).settings();
    try (KinesisClient client = KinesisClients.polling(options, settings.endpoint())) {
      return Shards.roots(ShardList.of(client, settings.stream()));
    }
  }
}
