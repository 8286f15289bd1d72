package dev.sessionbeam.sink;

import dev.sessionbeam.event.Press;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * {@link Lines} as they wait to be written.
 *
 * @param pressed the lines, with a compressed text in place of theirs
 */
record PressedLines(Lines pressed) {

  static PressedLines of(Lines lines, Press press) {
    return new PressedLines(withText(lines, press.press(lines.text())));
  }

  Lines release() {
    return withText(pressed, Press.releaseOne(pressed.text()));
  }

  private static Lines withText(Lines lines, byte[] text) {
    return new Lines(lines.dataset(), lines.partition(), lines.count(), text);
  }

  /** Encodes {@link PressedLines}. */
  static final class PressedLinesCoder extends AtomicCoder<PressedLines> {
    private static final long serialVersionUID = 1;

    @Override
    public void encode(PressedLines value, OutputStream out) throws IOException {
      LinesCoder.of().encode(value.pressed, out);
    }

    @Override
    public PressedLines decode(InputStream in) throws IOException {
      return new PressedLines(LinesCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
