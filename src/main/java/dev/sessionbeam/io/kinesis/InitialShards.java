package dev.sessionbeam.io.kinesis;

import java.util.List;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Holds the shards that a job starts with, as they were when it was submitted. They travel in the
 * job's options.
 *
 * <p>If the job looked them up itself, a slow answer would lose them. Beam's source for Flink takes
 * part in a checkpoint while it waits for the answer, and a job that resumes from that checkpoint
 * assumes that the shards are known. Then nothing would be read, and the job would end as if all
 * were well.
 */
final class InitialShards {
  private InitialShards() {}

  /** The option that carries them. */
  public interface Options extends PipelineOptions {
    /** The ids of the shards, or null if they were not looked up. */
    @Hidden
    @Nullable List<String> getKinesisFirstShards();

    void setKinesisFirstShards(@Nullable List<String> value);
  }

  /** Looks up the shards and puts them into the options. */
  static void lookUp(KinesisClient client, KinesisSettings settings, PipelineOptions options) {
    options
        .as(Options.class)
        .setKinesisFirstShards(Shards.roots(ShardList.of(client, settings.stream())));
  }

  /** Returns the shards in the options, or else the shards as they are now. */
  static List<String> of(PipelineOptions options) {
    List<String> kept = options.as(Options.class).getKinesisFirstShards();
    if (kept != null) {
      return kept;
    }
    KinesisSettings settings = KinesisReadSettings.of(options).settings();
    try (KinesisClient client = KinesisClients.polling(options, settings.endpoint())) {
      return Shards.roots(ShardList.of(client, settings.stream()));
    }
  }
}
