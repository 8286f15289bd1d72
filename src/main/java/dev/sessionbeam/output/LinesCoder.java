package dev.sessionbeam.output;

import dev.sessionbeam.publish.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes {@link Lines}. */
public final class LinesCoder extends AtomicCoder<Lines> {
  private static final long serialVersionUID = 1;
  private static final LinesCoder INSTANCE = new LinesCoder();

  private LinesCoder() {}

  public static LinesCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Lines lines, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(lines.dataset().name(), out);
    StringUtf8Coder.of().encode(lines.partition(), out);
    VarIntCoder.of().encode(lines.count(), out);
    ByteArrayCoder.of().encode(lines.text(), out);
  }

  @Override
  public Lines decode(InputStream in) throws IOException {
    Dataset dataset = Dataset.valueOf(StringUtf8Coder.of().decode(in));
    return new Lines(
        dataset,
        StringUtf8Coder.of().decode(in),
        VarIntCoder.of().decode(in),
        ByteArrayCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
