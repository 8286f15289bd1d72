package dev.sessionbeam.io.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.KinesisPeer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

class StreamActivityTest {
  /** The caller is a task of Flink, and checkpoints wait for it. */
  @Test
  @Timeout(120)
  void noCallerWaitsForASilentServer() throws Exception {
    try (KinesisPeer peer = KinesisPeer.start();
        Cable cable = Cable.to(peer.endpoint().getPort());
        KinesisClient client =
            KinesisClient.builder()
                .region(KinesisPeer.REGION)
                .endpointOverride(cable.endpoint())
                .build()) {
      peer.createStream("silent", 1);
      Shard shard = peer.shards("silent").get(0);
      peer.put("silent", shard, "{}".getBytes(UTF_8));
      StreamActivity activity =
          StreamActivity.of(
              new KinesisSettings(
                  "silent",
                  StartAt.OLDEST,
                  null,
                  cable.endpoint(),
                  Duration.ZERO,
                  Duration.ZERO,
                  true));
      cable.fallSilent();
      while (!cable.isUsed()) {
        assertThat(activity.isElsewhere(client, List.of()), is(false));
      }
      cable.mend();
      while (!activity.isElsewhere(client, List.of())) {
        Thread.onSpinWait();
      }
      assertThat(activity.isElsewhere(client, List.of(shard.shardId())), is(false));
    }
  }
}
