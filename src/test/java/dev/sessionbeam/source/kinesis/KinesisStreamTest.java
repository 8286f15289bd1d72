package dev.sessionbeam.source.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.concurrent.TimeUnit;
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

  /** The job that goes on was told to begin now; its shards were not. */
  @Test
  void theChildrenOfAShardInASavepointAreReadFromTheirBeginning() throws Exception {
    try (KinesisPeer peer = KinesisPeer.start()) {
      peer.createStream("grown", 1);
      Shard parent = peer.shards("grown").get(0);
      peer.put("grown", parent, "{\"a\":1}".getBytes(UTF_8));
      peer.split("grown", parent);
      peer.put("grown", "any", "{\"a\":2}".getBytes(UTF_8));
      PipelineOptions options = PipelineOptionsFactory.create();
      StartAt latest = new StartAt(System.currentTimeMillis() + 60_000);
      KinesisSettings settings =
          new KinesisSettings(
              "grown", latest, null, peer.endpoint(), Duration.ofMinutes(2), null, true);
      KinesisStream stream = KinesisStream.of(settings, record -> null);
      stream.tell(options);
      ShardPosition saved =
          ShardPosition.atStart(parent.shardId(), StartAt.OLDEST, ShardPosition.NO_EVENT);
      List<String> read = new ArrayList<>();
      try (var reader = stream.createReader(options, new KinesisMark(List.of(saved), null))) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        boolean has = reader.start();
        while (read.size() < 2 && System.nanoTime() < deadline) {
          if (has) {
            reader.getCurrent().forEach(record -> read.add(new String(record.bytes(), UTF_8)));
          }
          has = reader.advance();
        }
      }
      assertThat(read, is(List.of("{\"a\":1}", "{\"a\":2}")));
    }
  }
}
