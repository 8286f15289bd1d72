package dev.sessionbeam.output;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.publish.OutputFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Writes compressed JSON lines to one file. Where the files of all folders are JSON lines, FileIO
 * compresses them itself.
 */
final class CompressingSink implements FileIO.Sink<Lines> {
  private final Codec codec;
  private final LinesSink lines = new LinesSink();
  private transient @Nullable WritableByteChannel compressed;

  CompressingSink(Codec codec) {
    this.codec = codec;
  }

  @Override
  public void open(WritableByteChannel channel) throws IOException {
    WritableByteChannel opened =
        OutputFolder.compression(codec).writeCompressed(new KeptOpen(channel));
    compressed = opened;
    lines.open(opened);
  }

  @Override
  public void write(Lines element) throws IOException {
    lines.write(element);
  }

  /** Completes the file; FileIO calls this once, after the last line. */
  @Override
  public void flush() throws IOException {
    lines.flush();
    if (compressed != null) {
      compressed.close();
      compressed = null;
    }
  }

  /** FileIO closes its channel itself. */
  private record KeptOpen(WritableByteChannel channel) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return channel.write(bytes);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {}
  }
}
