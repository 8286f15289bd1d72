package dev.sessionbeam.sink;

import dev.sessionbeam.event.Press;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.jspecify.annotations.Nullable;

/**
 * {@link Lines} with their text compressed, as they wait to be written.
 *
 * @param length of the text, in bytes
 * @param frame the text, compressed
 */
record PressedLines(Dataset dataset, String partition, int count, int length, byte[] frame) {

  static PressedLines of(Lines lines, Press press) {
    byte[] text = lines.text();
    return new PressedLines(
        lines.dataset(), lines.partition(), lines.count(), text.length, press.press(text));
  }

  Lines release(Press press) {
    return new Lines(dataset, partition, count, press.release(frame));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PressedLines that
        && dataset == that.dataset
        && partition.equals(that.partition)
        && count == that.count
        && length == that.length
        && Arrays.equals(frame, that.frame);
  }

  @Override
  public int hashCode() {
    return 31 * partition.hashCode() + Arrays.hashCode(frame);
  }

  /** Encodes {@link PressedLines}. */
  static final class PressedLinesCoder extends AtomicCoder<PressedLines> {
    @Override
    public void encode(PressedLines value, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(value.dataset.name(), out);
      StringUtf8Coder.of().encode(value.partition, out);
      VarIntCoder.of().encode(value.count, out);
      VarIntCoder.of().encode(value.length, out);
      ByteArrayCoder.of().encode(value.frame, out);
    }

    @Override
    public PressedLines decode(InputStream in) throws IOException {
      Dataset dataset = Dataset.valueOf(StringUtf8Coder.of().decode(in));
      return new PressedLines(
          dataset,
          StringUtf8Coder.of().decode(in),
          VarIntCoder.of().decode(in),
          VarIntCoder.of().decode(in),
          ByteArrayCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
