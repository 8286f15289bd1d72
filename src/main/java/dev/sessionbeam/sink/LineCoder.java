package dev.sessionbeam.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes a {@link Line}. */
public final class LineCoder extends AtomicCoder<Line> {
  private static final LineCoder INSTANCE = new LineCoder();

  private LineCoder() {}

  public static LineCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Line line, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(line.dataset().name(), out);
    StringUtf8Coder.of().encode(line.partition(), out);
    ByteArrayCoder.of().encode(line.json(), out);
  }

  @Override
  public Line decode(InputStream in) throws IOException {
    Dataset dataset = Dataset.valueOf(StringUtf8Coder.of().decode(in));
    return new Line(dataset, StringUtf8Coder.of().decode(in), ByteArrayCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
