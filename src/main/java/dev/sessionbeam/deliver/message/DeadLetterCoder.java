package dev.sessionbeam.deliver.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.jspecify.annotations.Nullable;

/** Encodes a {@link DeadLetter}. */
public final class DeadLetterCoder extends AtomicCoder<DeadLetter> {
  private static final long serialVersionUID = 1;
  private static final DeadLetterCoder INSTANCE = new DeadLetterCoder();
  private static final Coder<@Nullable String> TEXT = NullableCoder.of(StringUtf8Coder.of());

  private DeadLetterCoder() {}

  public static DeadLetterCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(DeadLetter value, OutputStream out) throws IOException {
    DeliveryCoder.of().encode(value.delivery(), out);
    StringUtf8Coder.of().encode(value.reason().name(), out);
    VarIntCoder.of().encode(value.attempts(), out);
    TEXT.encode(value.firstError(), out);
    TEXT.encode(value.lastError(), out);
  }

  @Override
  public DeadLetter decode(InputStream in) throws IOException {
    return new DeadLetter(
        DeliveryCoder.of().decode(in),
        DeadLetterReason.valueOf(StringUtf8Coder.of().decode(in)),
        VarIntCoder.of().decode(in),
        TEXT.decode(in),
        TEXT.decode(in));
  }
}
