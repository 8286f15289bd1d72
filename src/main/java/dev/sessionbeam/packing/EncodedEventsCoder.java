package dev.sessionbeam.packing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;

/** Encodes {@link EncodedEvents} as their array, with its length before it. */
public final class EncodedEventsCoder extends AtomicCoder<EncodedEvents> {
  private static final long serialVersionUID = 1;
  private static final EncodedEventsCoder INSTANCE = new EncodedEventsCoder();

  private EncodedEventsCoder() {}

  public static EncodedEventsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(EncodedEvents value, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(value.bytes(), out);
  }

  @Override
  public EncodedEvents decode(InputStream in) throws IOException {
    return new EncodedEvents(ByteArrayCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
