package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;

/** Encodes a {@link RawRecord}: origin, then bytes. */
public final class RawRecordCoder extends AtomicCoder<RawRecord> {
  private static final long serialVersionUID = 1;
  private static final RawRecordCoder INSTANCE = new RawRecordCoder();

  private RawRecordCoder() {}

  public static RawRecordCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RawRecord value, OutputStream out) throws IOException {
    OriginCoder.encode(value.origin(), null, out);
    ByteArrayCoder.of().encode(value.bytes(), out);
  }

  @Override
  public RawRecord decode(InputStream in) throws IOException {
    Origin origin = OriginCoder.decode(null, in);
    return new RawRecord(ByteArrayCoder.of().decode(in), origin);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
