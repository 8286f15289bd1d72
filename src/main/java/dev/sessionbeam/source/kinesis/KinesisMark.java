package dev.sessionbeam.source.kinesis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.jspecify.annotations.Nullable;

/** How far a {@link KinesisStreamReader} has come. */
final class KinesisMark implements UnboundedSource.CheckpointMark {
  private final List<ShardPosition> shards;
  private final @Nullable Runnable onFinalized;

  /**
   * A mark of shards.
   *
   * @param onFinalized is run when a checkpoint holds this mark for good; null where nobody asks
   */
  KinesisMark(List<ShardPosition> shards, @Nullable Runnable onFinalized) {
    this.shards = List.copyOf(shards);
    this.onFinalized = onFinalized;
  }

  List<ShardPosition> shards() {
    return shards;
  }

  @Override
  public void finalizeCheckpoint() {
    if (onFinalized != null) {
      onFinalized.run();
    }
  }

  /**
   * Encodes a {@link KinesisMark}: a savepoint outlives the version that wrote it. The first byte
   * is 0, of the number of shards; a form to come is told by another one.
   */
  static final class MarkCoder extends AtomicCoder<KinesisMark> {
    private static final Coder<List<ShardPosition>> SHARDS = ListCoder.of(new PositionCoder());

    @Override
    public void encode(KinesisMark mark, OutputStream out) throws IOException {
      SHARDS.encode(mark.shards, out);
    }

    @Override
    public KinesisMark decode(InputStream in) throws IOException {
      return new KinesisMark(SHARDS.decode(in), null);
    }
  }

  private static final class PositionCoder extends AtomicCoder<ShardPosition> {
    private static final Coder<String> TEXT = StringUtf8Coder.of();
    private static final Coder<String> SEQUENCE_NUMBER = NullableCoder.of(TEXT);
    private static final Coder<Long> LONG = VarLongCoder.of();

    @Override
    @SuppressWarnings("NullAway") // NullableCoder takes null, which Beam's signature does not say.
    public void encode(ShardPosition position, OutputStream out) throws IOException {
      TEXT.encode(position.shard(), out);
      LONG.encode(position.start().millis(), out);
      SEQUENCE_NUMBER.encode(position.sequenceNumber(), out);
      LONG.encode(position.reached(), out);
    }

    @Override
    public ShardPosition decode(InputStream in) throws IOException {
      return new ShardPosition(
          TEXT.decode(in),
          new StartAt(LONG.decode(in)),
          SEQUENCE_NUMBER.decode(in),
          LONG.decode(in));
    }
  }
}
