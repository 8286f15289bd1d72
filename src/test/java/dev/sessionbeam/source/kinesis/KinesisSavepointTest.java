package dev.sessionbeam.source.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Base64;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/**
 * What savepoints hold of a stream of Kinesis, as the first version wrote it. A savepoint itself
 * cannot be kept: no server has its sequence numbers any more.
 */
class KinesisSavepointTest {
  /** A reader's split: a {@link KinesisStream} by Java's serialization. */
  private static final byte[] STREAM =
      bytes(
          """
          rO0ABXNyACxkZXYuc2Vzc2lvbmJlYW0uc291cmNlLmtpbmVzaXMuS2luZXNpc1N0cmVhbQAAAAAAAAAB
          AgABWwAFc2hhcmV0AAJbQnhyACZvcmcuYXBhY2hlLmJlYW0uc2RrLmlvLlVuYm91bmRlZFNvdXJjZbBO
          AKmbL+13AgAAeHIAHW9yZy5hcGFjaGUuYmVhbS5zZGsuaW8uU291cmNlEIv6EFmM59MCAAB4cHVyAAJb
          QqzzF/gGCFTgAgAAeHAAAACJAAAAAhRzaGFyZElkLTAwMDAwMDAwMDAwMIDwx9ygKwE4NDk1OTAzMzgy
          NzE0OTAyNTY2MDg1NTk2OTI1MzgzNjE1NzEwOTU5MjE1NzU5ODkxMzY1ODg4OTiAtYHsoCsUc2hhcmRJ
          ZC0wMDAwMDAwMDAwMDGAgICAgICAgIABAICAgICAgICAgAE=
          """);

  /** How far it has come: a {@link KinesisMark} by its coder. */
  private static final byte[] MARK =
      bytes(
          """
          AAAAAhRzaGFyZElkLTAwMDAwMDAwMDAwMIDwx9ygKwE4NDk1OTAzMzgyNzE0OTAyNTY2MDg1NTk2OTI1
          MzgzNjE1NzEwOTU5MjE1NzU5ODkxMzY1ODg4OTiAtYHsoCsUc2hhcmRJZC0wMDAwMDAwMDAwMDGAgICA
          gICAgIABAICAgICAgICAgAE=
          """);

  private static byte[] bytes(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }

  private static KinesisStream stream() throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(STREAM))) {
      return (KinesisStream) in.readObject();
    }
  }

  @Test
  void aSourceOfAFormerVersionHasItsShards() throws Exception {
    KinesisStream share = stream().split(1, PipelineOptionsFactory.create()).get(0);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(again)) {
      out.writeObject(share);
    }
    assertThat(again.toByteArray(), is(STREAM));
  }

  @Test
  void aMarkOfAFormerVersionSaysWhereToGoOn() throws Exception {
    KinesisMark mark = CoderUtils.decodeFromByteArray(KinesisStream.MARK, MARK);
    assertThat(
        mark.shards(),
        contains(
            new ShardPosition(
                "shardId-000000000000",
                new StartAt(1486252800000L),
                "49590338271490256608559692538361571095921575989136588898",
                1486285200000L),
            ShardPosition.atStart("shardId-000000000001", StartAt.OLDEST, ShardPosition.NO_EVENT)));
  }
}
