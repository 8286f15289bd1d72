package dev.sessionbeam.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.jspecify.annotations.Nullable;

/** Encodes a {@link ShardAccount}. */
final class ShardAccountCoder extends AtomicCoder<ShardAccount> {
  private static final long serialVersionUID = 1;
  private static final ShardAccountCoder INSTANCE = new ShardAccountCoder();
  private static final VarLongCoder NUMBER = VarLongCoder.of();
  private static final Coder<@Nullable String> TEXT = NullableCoder.of(StringUtf8Coder.of());

  private ShardAccountCoder() {}

  static ShardAccountCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ShardAccount value, OutputStream out) throws IOException {
    DestinationCounts counts = value.counts();
    NUMBER.encode(value.next(), out);
    NUMBER.encode(counts.routed(), out);
    NUMBER.encode(counts.delivered(), out);
    NUMBER.encode(counts.deadLettered(), out);
    NUMBER.encode(counts.undelivered(), out);
    NUMBER.encode(counts.waiting(), out);
    NUMBER.encode(counts.retries(), out);
    TEXT.encode(value.deadLetter(), out);
    TEXT.encode(value.endpoint(), out);
    BooleanCoder.of().encode(value.known(), out);
    NUMBER.encode(value.epoch(), out);
    NUMBER.encode(value.change(), out);
  }

  @Override
  public ShardAccount decode(InputStream in) throws IOException {
    return new ShardAccount(
        NUMBER.decode(in),
        new DestinationCounts(
            NUMBER.decode(in),
            NUMBER.decode(in),
            NUMBER.decode(in),
            NUMBER.decode(in),
            NUMBER.decode(in),
            NUMBER.decode(in)),
        TEXT.decode(in),
        TEXT.decode(in),
        BooleanCoder.of().decode(in),
        NUMBER.decode(in),
        NUMBER.decode(in));
  }
}
