package dev.sessionbeam.output;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.publish.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/** Writes one file of results, line by line, as {@link WriteLines} writes it. */
public final class LinesFile implements Closeable {
  /** So many bytes go to the sink at a time. */
  private static final int PACK_BYTES = 1 << 16;

  private final Dataset dataset;
  private final FileIO.Sink<Lines> sink;
  private final WritableByteChannel channel;
  private final ByteArrayOutputStream pack = new ByteArrayOutputStream(PACK_BYTES);
  private int count;

  private LinesFile(Dataset dataset, FileIO.Sink<Lines> sink, WritableByteChannel channel) {
    this.dataset = dataset;
    this.sink = sink;
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @param tables the tables of Parquet files; null for JSON lines
   * @param channel gets the file's bytes; it is closed with this file, and stays open if this fails
   */
  public static LinesFile open(
      Dataset dataset, @Nullable Tables tables, Codec codec, WritableByteChannel channel)
      throws IOException {
    FileFormat format = new FileFormat(codec, tables);
    WritableByteChannel compressed = format.compression().writeCompressed(channel);
    FileIO.Sink<Lines> sink = format.sink(dataset.folder() + "/");
    sink.open(compressed);
    return new LinesFile(dataset, sink, compressed);
  }

  /**
   * Returns the suffix of such a file's name, such as {@code .jsonl.gz}.
   *
   * @param tables the tables of Parquet files; null for JSON lines
   */
  public static String suffix(Dataset dataset, @Nullable Tables tables, Codec codec) {
    return new FileFormat(codec, tables).suffix(dataset.folder() + "/");
  }

  /**
   * Writes a line.
   *
   * @param json one JSON object, without a line break
   */
  public void write(byte[] json) throws IOException {
    pack.writeBytes(json);
    pack.write('\n');
    count++;
    if (pack.size() >= PACK_BYTES) {
      writePack();
    }
  }

  private void writePack() throws IOException {
    if (count > 0) {
      sink.write(new Lines(dataset, "", count, pack.toByteArray()));
      pack.reset();
      count = 0;
    }
  }

  /** Completes the file. Do not call it if writing failed: on S3, it makes the file visible. */
  @Override
  public void close() throws IOException {
    writePack();
    sink.flush();
    channel.close();
  }
}
