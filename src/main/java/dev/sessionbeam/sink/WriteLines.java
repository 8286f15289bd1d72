package dev.sessionbeam.sink;

import dev.sessionbeam.definition.OutputSettings.Codec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to files below the output folder, one folder per dataset and partition. Files get
 * their names when all of them are whole; until then they are in the temporary folder.
 */
public final class WriteLines extends PTransform<PCollection<Line>, PDone> {
  private final String output;
  private final Codec codec;
  private final int filesPerPartition;

  private WriteLines(String output, Codec codec, int filesPerPartition) {
    this.output = output;
    this.codec = codec;
    this.filesPerPartition = filesPerPartition;
  }

  /**
   * @param output a folder or a bucket's prefix
   * @param filesPerPartition how many files share a partition's lines; 1 or more
   */
  public static WriteLines to(String output, Codec codec, int filesPerPartition) {
    return new WriteLines(output, codec, filesPerPartition);
  }

  @Override
  public PDone expand(PCollection<Line> lines) {
    lines.apply(
        "WriteFiles",
        FileIO.<String, Line>writeDynamic()
            .by(Line::folder)
            .via(new LineSink())
            .withDestinationCoder(StringUtf8Coder.of())
            .to(output)
            .withTempDirectory(OutputFolder.of(output).temporary())
            .withNaming(folder -> OutputFolder.naming(folder, codec))
            .withCompression(compression(codec))
            .withNumShards(filesPerPartition));
    return PDone.in(lines.getPipeline());
  }

  private static Compression compression(Codec codec) {
    return switch (codec) {
      case GZIP -> Compression.GZIP;
      case ZSTD -> Compression.ZSTD;
      case NONE -> Compression.UNCOMPRESSED;
    };
  }

  /** Writes lines to one file, and counts each by its dataset where its bytes are written. */
  private static final class LineSink implements FileIO.Sink<Line> {
    private static final int BUFFER_BYTES = 1 << 16;

    private transient @Nullable OutputStream out;

    @Override
    public void open(WritableByteChannel channel) {
      out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    @Override
    public void write(Line line) throws IOException {
      OutputStream opened = opened();
      opened.write(line.json());
      opened.write('\n');
      Metrics.counter(WriteLines.class, line.dataset().folder()).inc();
    }

    @Override
    public void flush() throws IOException {
      opened().flush();
    }

    private OutputStream opened() {
      OutputStream opened = out;
      if (opened == null) {
        throw new IllegalStateException("not open");
      }
      return opened;
    }
  }
}
