package dev.sessionbeam.output.parquet;

import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.output.row.Row;
import dev.sessionbeam.parquet.ChannelInputFile;
import dev.sessionbeam.parquet.PageCodecs;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one Parquet file, in the order in which they were written. */
public final class RowsReader implements AutoCloseable {
  private final ParquetReader<Row> reader;

  /**
   * Opens a file. The first {@link #read} throws an {@link IllegalArgumentException} if the file
   * has other columns than the table.
   *
   * @param channel is closed with this reader
   */
  public RowsReader(Table table, SeekableByteChannel channel) throws IOException {
    reader = new Builder(channel, table).withCodecFactory(new PageCodecs()).build();
  }

  /** Returns the next row, or null after the last one. */
  public @Nullable Row read() throws IOException {
    return reader.read();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class Builder extends ParquetReader.Builder<Row> {
    private final Table table;

    Builder(SeekableByteChannel channel, Table table) {
      super(new ChannelInputFile(channel), new PlainParquetConfiguration());
      this.table = table;
    }

    @Override
    protected ReadSupport<Row> getReadSupport() {
      return new RowReadSupport(table);
    }
  }

  private static final class RowReadSupport extends ReadSupport<Row> {
    private final Table table;

    RowReadSupport(Table table) {
      this.table = table;
    }

    @Override
    public ReadContext init(InitContext context) {
      MessageType schema = TableSchema.of(table);
      if (!context.getFileSchema().equals(schema)) {
        // A column that the table lacks would be left out, and nothing would show it.
        throw new IllegalArgumentException(
            "its columns are not those of the definition: give the definition that wrote it");
      }
      return new ReadContext(schema);
    }

    @Override
    public RecordMaterializer<Row> prepareForRead(
        ParquetConfiguration configuration,
        Map<String, String> metadata,
        MessageType schema,
        ReadContext context) {
      return new Rows(new RowConverter(table));
    }

    /** Parquet calls the method above; its interface has this one too. */
    @Override
    @SuppressWarnings("deprecation")
    public RecordMaterializer<Row> prepareForRead(
        Configuration configuration,
        Map<String, String> metadata,
        MessageType schema,
        ReadContext context) {
      return new Rows(new RowConverter(table));
    }
  }

  private static final class Rows extends RecordMaterializer<Row> {
    private final RowConverter converter;

    Rows(RowConverter converter) {
      this.converter = converter;
    }

    @Override
    public Row getCurrentRecord() {
      return converter.row();
    }

    @Override
    public GroupConverter getRootConverter() {
      return converter;
    }
  }
}
