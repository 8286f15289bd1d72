package dev.sessionbeam.deliver.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link Delivery}. */
public final class DeliveryCoder extends AtomicCoder<Delivery> {
  private static final long serialVersionUID = 1;
  private static final DeliveryCoder INSTANCE = new DeliveryCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  private DeliveryCoder() {}

  public static DeliveryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Delivery value, OutputStream out) throws IOException {
    TEXT.encode(value.destination(), out);
    TEXT.encode(value.rules(), out);
    TEXT.encode(value.subject().source().name(), out);
    TEXT.encode(value.subject().machine(), out);
    TEXT.encode(value.subject().id(), out);
    VarLongCoder.of().encode(value.subject().number(), out);
    ByteArrayCoder.of().encode(value.body(), out);
  }

  @Override
  public Delivery decode(InputStream in) throws IOException {
    return new Delivery(
        TEXT.decode(in),
        TEXT.decode(in),
        new Subject(
            Source.valueOf(TEXT.decode(in)),
            TEXT.decode(in),
            TEXT.decode(in),
            VarLongCoder.of().decode(in)),
        ByteArrayCoder.of().decode(in));
  }
}
