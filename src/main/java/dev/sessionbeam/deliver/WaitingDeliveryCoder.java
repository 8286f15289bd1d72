package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.DeliveryCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.jspecify.annotations.Nullable;

/** Encodes a {@link WaitingDelivery}. */
final class WaitingDeliveryCoder extends AtomicCoder<WaitingDelivery> {
  private static final long serialVersionUID = 1;
  private static final WaitingDeliveryCoder INSTANCE = new WaitingDeliveryCoder();
  private static final Coder<@Nullable String> TEXT = NullableCoder.of(StringUtf8Coder.of());

  private WaitingDeliveryCoder() {}

  static WaitingDeliveryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(WaitingDelivery value, OutputStream out) throws IOException {
    DeliveryCoder.of().encode(value.delivery(), out);
    DeadLetterReason reason = value.reason();
    TEXT.encode(reason == null ? null : reason.name(), out);
    VarIntCoder.of().encode(value.attempts(), out);
    VarIntCoder.of().encode(value.letterAttempts(), out);
    TEXT.encode(value.firstError(), out);
    TEXT.encode(value.lastError(), out);
    VarLongCoder.of().encode(value.due(), out);
  }

  @Override
  public WaitingDelivery decode(InputStream in) throws IOException {
    var delivery = DeliveryCoder.of().decode(in);
    String reason = TEXT.decode(in);
    return new WaitingDelivery(
        delivery,
        reason == null ? null : DeadLetterReason.valueOf(reason),
        VarIntCoder.of().decode(in),
        VarIntCoder.of().decode(in),
        TEXT.decode(in),
        TEXT.decode(in),
        VarLongCoder.of().decode(in));
  }
}
