package dev.sessionbeam.output;

import dev.sessionbeam.packing.ZstdCompressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * {@link Lines} with a compressed text. In this form they wait to be written.
 *
 * @param compressed the lines, with the compressed text in place of the original one
 */
record CompressedLines(Lines compressed) {

  static CompressedLines of(Lines lines, ZstdCompressor compressor) {
    return new CompressedLines(withText(lines, compressor.compress(lines.text())));
  }

  Lines release() {
    return withText(compressed, ZstdCompressor.decompressOne(compressed.text()));
  }

  private static Lines withText(Lines lines, byte[] text) {
    return new Lines(lines.dataset(), lines.partition(), lines.count(), text);
  }

  /** Encodes {@link CompressedLines}. */
  static final class CompressedLinesCoder extends AtomicCoder<CompressedLines> {
    private static final long serialVersionUID = 1;

    @Override
    public void encode(CompressedLines value, OutputStream out) throws IOException {
      LinesCoder.of().encode(value.compressed, out);
    }

    @Override
    public CompressedLines decode(InputStream in) throws IOException {
      return new CompressedLines(LinesCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
