package dev.sessionbeam.source.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.KinesisPeer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** The shards of a stream, dealt out to many readers as Flink does it. */
class KinesisStreamTest {
  private static final int READERS = 128;

  private static KinesisSettings settings(String stream, URI endpoint) {
    return new KinesisSettings(
        stream, StartAt.OLDEST, null, endpoint, Duration.ofMinutes(2), null, true);
  }

  /** In Beam's source for Flink a checkpoint can be cut while the shards are asked for. */
  @Test
  void whichShardsAreReadFirstIsKnownAheadOfTheJob() throws Exception {
    try (KinesisPeer peer = KinesisPeer.start();
        Cable cable = Cable.to(peer.endpoint().getPort())) {
      peer.createStream("first", 3);
      List<String> first = peer.shards("first").stream().map(Shard::shardId).toList();
      PipelineOptions options = PipelineOptionsFactory.create();
      KinesisSettings settings = settings("first", cable.endpoint());
      assertThat(StreamCheck.faults(settings, options), is(empty()));
      cable.hangUp();
      KinesisStream stream = KinesisStream.of(settings, record -> null);
      stream.tell(options);
      List<KinesisStream> dealt = stream.split(READERS, options);
      assertThat(dealt, hasSize(READERS));
      List<String> shards = new ArrayList<>();
      for (KinesisStream one : dealt) {
        try (var reader = one.createReader(options, null)) {
          // Flink asks for the mark of a reader that it has not started yet.
          KinesisMark mark = (KinesisMark) reader.getCheckpointMark();
          mark.shards().forEach(shard -> shards.add(shard.shard()));
        }
      }
      assertThat(shards, is(first));
    }
  }
}
