package dev.sessionbeam.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/** Writes JSON lines to one file, in batch and in streaming. */
final class LinesSink implements FileIO.Sink<Lines> {
  private static final int BUFFER_BYTES = 1 << 16;

  private transient @Nullable OutputStream out;

  @Override
  public void open(WritableByteChannel channel) {
    out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
  }

  @Override
  public void write(Lines lines) throws IOException {
    opened().write(lines.text());
  }

  @Override
  public void flush() throws IOException {
    opened().flush();
  }

  private OutputStream opened() {
    OutputStream opened = out;
    if (opened == null) {
      throw new IllegalStateException("the sink is not open");
    }
    return opened;
  }
}
