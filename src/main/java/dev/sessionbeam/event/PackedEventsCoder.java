package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;

/** Encodes {@link PackedEvents} as they are. */
public final class PackedEventsCoder extends AtomicCoder<PackedEvents> {
  private static final long serialVersionUID = 1;
  private static final PackedEventsCoder INSTANCE = new PackedEventsCoder();

  private PackedEventsCoder() {}

  public static PackedEventsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(PackedEvents value, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(value.bytes(), out);
  }

  @Override
  public PackedEvents decode(InputStream in) throws IOException {
    return new PackedEvents(ByteArrayCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
