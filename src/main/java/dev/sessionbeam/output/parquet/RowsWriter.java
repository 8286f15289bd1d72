package dev.sessionbeam.output.parquet;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.output.row.Row;
import dev.sessionbeam.parquet.ChannelOutputFile;
import dev.sessionbeam.parquet.PageCodecs;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/** Writes rows to one Parquet file. */
public final class RowsWriter implements AutoCloseable {
  /**
   * How many bytes are held in memory until they become a row group: its compressed pages, and
   * values that are not in a page yet.
   */
  public static final int ROW_GROUP_BYTES = 16 << 20;

  /** Rows between two looks at the size of a row group. */
  private static final int MOST_UNSEEN_ROWS = 10_000;

  /** Bytes of text between two such looks: a row may have mebibytes. */
  private static final int MOST_UNSEEN_BYTES = 1 << 20;

  private final Table table;
  private final MessageType schema;
  private final ParquetProperties properties;
  private final BytesInputCompressor compressor;
  private final ParquetFileWriter file;
  private RowGroup group;
  private long nextLook = 1;
  private long nextLookBytes = MOST_UNSEEN_BYTES;

  /**
   * Opens a file.
   *
   * @param channel gets the file's bytes, and stays open
   */
  public RowsWriter(Table table, Codec codec, WritableByteChannel channel) throws IOException {
    this.table = table;
    schema = TableSchema.of(table);
    properties = properties(table);
    compressor = new PageCodecs().getCompressor(name(codec));
    file =
        new ParquetFileWriter(
            new ChannelOutputFile(channel),
            schema,
            ParquetFileWriter.Mode.CREATE,
            ROW_GROUP_BYTES,
            0,
            null,
            properties);
    file.start();
    group = new RowGroup(table, schema, properties, compressor);
  }

  private static ParquetProperties properties(Table table) {
    ParquetProperties.Builder builder =
        ParquetProperties.builder()
            // They count levels and bytes of each page for readers that plan by them. Few do.
            .withSizeStatisticsEnabled(false)
            // By default, Parquet looks at the size of a page after 100 rows, which may have a
            // mebibyte each.
            .withMinRowCountForPageSizeCheck(1);
    for (Column column : table.columns()) {
      // Parquet would give up its dictionary of them in each row group.
      builder.withDictionaryEncoding(column.name(), !column.distinct());
      // Nobody can skip pages by the least and the greatest of ids.
      builder.withStatisticsEnabled(
          column.name(), !column.distinct() || column.type().kind() != ColumnType.Kind.STRING);
    }
    builder.withStatisticsEnabled(Table.REST, false);
    return builder.build();
  }

  private static CompressionCodecName name(Codec codec) {
    return switch (codec) {
      case GZIP -> CompressionCodecName.GZIP;
      case ZSTD -> CompressionCodecName.ZSTD;
      case NONE -> CompressionCodecName.UNCOMPRESSED;
    };
  }

  public void write(Row row) throws IOException {
    group.write(row);
    if (group.rows() >= nextLook || group.textBytes() >= nextLookBytes) {
      look();
    }
  }

  /** Ends the row group if it is full; or decides how many more rows to wait for. */
  private void look() throws IOException {
    long rows = group.rows();
    long bytes = group.bytes();
    long ofARow = Math.max(1, bytes / rows);
    if (bytes > ROW_GROUP_BYTES - 2 * ofARow) {
      group.end(file);
      group = new RowGroup(table, schema, properties, compressor);
      nextLook = Math.min(Math.max(1, rows / 2), MOST_UNSEEN_ROWS);
    } else {
      // Half of the way to the last row, if the next rows are like these.
      long halfway = (rows + ROW_GROUP_BYTES / ofARow) / 2;
      nextLook = Math.min(Math.max(rows + 1, halfway), rows + MOST_UNSEEN_ROWS);
    }
    nextLookBytes = group.textBytes() + MOST_UNSEEN_BYTES;
  }

  /** Completes the file. */
  @Override
  public void close() throws IOException {
    try (ParquetFileWriter closed = file) {
      if (group.rows() > 0) {
        group.end(file);
      } else {
        group.close();
      }
      closed.end(Map.of());
    }
  }
}
