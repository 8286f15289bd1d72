package dev.sessionbeam.output;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.json.ByteSearch;
import dev.sessionbeam.output.parquet.RowsWriter;
import dev.sessionbeam.output.row.RowEncoder;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/** Writes lines to one Parquet file, each as a row, in batch and in streaming. */
final class ParquetSink implements FileIO.Sink<Lines> {
  private final Table table;
  private final Codec codec;
  private transient @Nullable RowEncoder encoder;
  private transient @Nullable RowsWriter rows;

  ParquetSink(Table table, Codec codec) {
    this.table = table;
    this.codec = codec;
  }

  @Override
  public void open(WritableByteChannel channel) throws IOException {
    encoder = new RowEncoder(table);
    rows = new RowsWriter(table, codec, channel);
  }

  @Override
  public void write(Lines lines) throws IOException {
    RowEncoder encode = encoder;
    RowsWriter opened = rows;
    if (encode == null || opened == null) {
      throw new IllegalStateException("the sink is not open");
    }
    byte[] text = lines.text();
    for (int start = 0, end; start < text.length; start = end + 1) {
      end = ByteSearch.indexOf(text, '\n', start, text.length);
      opened.write(encode.encode(text, start, end));
    }
  }

  /** Completes the file; FileIO calls this once, after the last line. */
  @Override
  public void flush() throws IOException {
    RowsWriter opened = rows;
    if (opened != null) {
      opened.close();
      rows = null;
    }
  }
}
