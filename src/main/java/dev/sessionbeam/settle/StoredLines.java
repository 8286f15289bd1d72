package dev.sessionbeam.settle;

import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.output.parquet.RowsReader;
import dev.sessionbeam.output.row.Row;
import dev.sessionbeam.output.row.RowDecoder;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.OutputFolder;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;

/** Reads the JSON lines of one file of events or sessions, in either format. */
public interface StoredLines extends Closeable {
  /** Returns the next line without its line break, or null after the last one. */
  byte @Nullable [] next() throws IOException;

  /**
   * Opens a file.
   *
   * @param name relative to the output
   * @param tables the tables of the definition, for Parquet files
   */
  static StoredLines open(OutputFolder output, String name, Tables tables) throws IOException {
    ReadableByteChannel channel =
        FileSystems.open(FileSystems.matchNewResource(output.root() + name, false));
    if (!name.endsWith(OutputFolder.PARQUET)) {
      return new OfJson(
          Channels.newInputStream(Compression.detect(name).readDecompressed(channel)));
    }
    if (!(channel instanceof SeekableByteChannel rows)) {
      throw new IOException(output.root() + name + " cannot be read: no position can be set");
    }
    Table table = Dataset.ofFile(name) == Dataset.EVENTS ? tables.events() : tables.sessions();
    return new OfRows(new RowsReader(table, rows), new RowDecoder(table));
  }

  /** The lines of a text. */
  final class OfJson implements StoredLines {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    OfJson(InputStream in) {
      this.in = in;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
      ByteArrayOutputStream begun = null;
      while (position < limit || fill()) {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
          end++;
        }
        boolean ends = end < limit;
        if (ends && begun == null) {
          byte[] line = Arrays.copyOfRange(buffer, position, end);
          position = end + 1;
          return line;
        }
        begun = begun == null ? new ByteArrayOutputStream() : begun;
        begun.write(buffer, position, end - position);
        position = ends ? end + 1 : limit;
        if (ends) {
          return begun.toByteArray();
        }
      }
      return begun == null ? null : begun.toByteArray();
    }

    private boolean fill() throws IOException {
      position = 0;
      limit = Math.max(0, in.read(buffer));
      return limit > 0;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** The lines of rows. */
  record OfRows(RowsReader rows, RowDecoder decoder) implements StoredLines {
    @Override
    public byte @Nullable [] next() throws IOException {
      Row row = rows.read();
      return row == null ? null : decoder.decode(row);
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
