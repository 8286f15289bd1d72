package dev.sessionbeam.output.parquet;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.output.row.Row;
import dev.sessionbeam.parquet.ChannelOutputFile;
import dev.sessionbeam.parquet.PageCodecs;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Writes rows to one Parquet file. */
public final class RowsWriter implements AutoCloseable {
  /**
   * How many bytes are held in memory until they become a row group: its compressed pages, and
   * values that are not in a page yet.
   */
  public static final int ROW_GROUP_BYTES = 16 << 20;

  private final ParquetWriter<Row> writer;

  /**
   * Opens a file.
   *
   * @param channel gets the file's bytes, and stays open
   */
  public RowsWriter(Table table, Codec codec, WritableByteChannel channel) throws IOException {
    Builder builder = new Builder(new ChannelOutputFile(channel), new RowWriteSupport(table));
    for (Column column : table.columns()) {
      // Parquet would give up its dictionary of them in each row group.
      builder.withDictionaryEncoding(column.name(), !column.distinct());
    }
    writer =
        builder
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .withCompressionCodec(name(codec))
            .withRowGroupSize((long) ROW_GROUP_BYTES)
            // They count levels and bytes of each page for readers that plan by them. Few do.
            .withSizeStatisticsEnabled(false)
            // By default, Parquet looks at the size of a row group after 100 rows, which may have a
            // mebibyte each.
            .withMinRowCountForPageSizeCheck(1)
            .build();
  }

  private static CompressionCodecName name(Codec codec) {
    return switch (codec) {
      case GZIP -> CompressionCodecName.GZIP;
      case ZSTD -> CompressionCodecName.ZSTD;
      case NONE -> CompressionCodecName.UNCOMPRESSED;
    };
  }

  public void write(Row row) throws IOException {
    writer.write(row);
  }

  /** Completes the file. */
  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final RowWriteSupport support;

    Builder(ChannelOutputFile file, RowWriteSupport support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
      return support;
    }

    /** Parquet calls the method above; its interface has this one too. */
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      return support;
    }
  }
}
