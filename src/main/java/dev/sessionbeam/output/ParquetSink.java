package dev.sessionbeam.output;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.output.parquet.RowsWriter;
import dev.sessionbeam.output.row.RowEncoder;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
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
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        opened.write(encode.encode(Arrays.copyOfRange(text, start, i)));
        start = i + 1;
      }
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
