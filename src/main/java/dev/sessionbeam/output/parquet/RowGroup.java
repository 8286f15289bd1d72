package dev.sessionbeam.output.parquet;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.output.row.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Rows that become one row group of a file. The values go to the writers of Parquet's columns
 * directly: Parquet's own way, a consumer of records, took a fifth of the time to write a row.
 */
final class RowGroup {
  /** Every field may be missing, so a value that is there is one level deep. */
  private static final int THERE = 1;

  /** An entry of a map or of a list is one level deeper. */
  private static final int ENTRY = 2;

  private static final int FIRST_OF_ROW = 0;
  private static final int NEXT_OF_ROW = 1;

  private final ColumnChunkPageWriteStore pages;
  private final ColumnWriteStore store;
  private final ColumnType[] types;

  /** The writers of the leaves of the schema; a map has two of them. */
  private final ColumnWriter[] writers;

  private long rows;
  private long textBytes;

  RowGroup(
      Table table,
      MessageType schema,
      ParquetProperties properties,
      BytesInputCompressor compressor) {
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    store = properties.newColumnWriteStore(schema, pages, pages);
    types = table.columns().stream().map(Column::type).toArray(ColumnType[]::new);
    writers = schema.getColumns().stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
  }

  long rows() {
    return rows;
  }

  /** How many bytes the texts of all rows have, before they are encoded. */
  long textBytes() {
    return textBytes;
  }

  /** How many bytes of memory it holds. */
  long bytes() {
    return store.getBufferedSize();
  }

  void write(Row row) {
    @Nullable Object[] values = row.values();
    int leaf = 0;
    for (int i = 0; i < types.length; i++) {
      Object value = values[i];
      if (types[i].kind() == ColumnType.Kind.MAP_OF_INT64) {
        writeMap((Map<?, ?>) value, writers[leaf], writers[leaf + 1]);
        leaf += 2;
      } else {
        write(types[i], value, writers[leaf]);
        leaf++;
      }
    }
    if (leaf < writers.length) {
      write(ColumnType.STRING, row.rest(), writers[leaf]);
    }
    store.endRecord();
    rows++;
  }

  private void write(ColumnType type, @Nullable Object value, ColumnWriter out) {
    if (value == null) {
      out.writeNull(FIRST_OF_ROW, 0);
      return;
    }
    switch (type.kind()) {
      case STRING, JSON ->
          writeText(Binary.fromConstantByteArray((byte[]) value), FIRST_OF_ROW, THERE, out);
      case INT64, TIMESTAMP -> out.write((long) (Long) value, FIRST_OF_ROW, THERE);
      case DOUBLE -> out.write((double) (Double) value, FIRST_OF_ROW, THERE);
      case BOOLEAN -> out.write((boolean) (Boolean) value, FIRST_OF_ROW, THERE);
      case DECIMAL -> writeDecimal(type.precision(), ((BigDecimal) value).unscaledValue(), out);
      case LIST_OF_STRING -> writeList((List<?>) value, out);
      case MAP_OF_INT64 -> throw new IllegalArgumentException("a map has two columns");
    }
  }

  private void writeText(Binary text, int repetition, int level, ColumnWriter out) {
    textBytes += text.length();
    out.write(text, repetition, level);
  }

  private static void writeDecimal(int precision, BigInteger unscaled, ColumnWriter out) {
    if (precision <= TableSchema.MOST_DIGITS_OF_INT32) {
      out.write(unscaled.intValueExact(), FIRST_OF_ROW, THERE);
    } else if (precision <= TableSchema.MOST_DIGITS_OF_INT64) {
      out.write(unscaled.longValueExact(), FIRST_OF_ROW, THERE);
    } else {
      byte[] bytes = unscaled.toByteArray();
      byte[] fixed = new byte[TableSchema.bytesOf(precision)];
      Arrays.fill(fixed, (byte) (unscaled.signum() < 0 ? -1 : 0));
      System.arraycopy(bytes, 0, fixed, fixed.length - bytes.length, bytes.length);
      out.write(Binary.fromConstantByteArray(fixed), FIRST_OF_ROW, THERE);
    }
  }

  private void writeMap(@Nullable Map<?, ?> map, ColumnWriter keys, ColumnWriter values) {
    if (map == null || map.isEmpty()) {
      int level = map == null ? 0 : THERE;
      keys.writeNull(FIRST_OF_ROW, level);
      values.writeNull(FIRST_OF_ROW, level);
      return;
    }
    int repetition = FIRST_OF_ROW;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      writeText(Binary.fromString((String) entry.getKey()), repetition, ENTRY, keys);
      values.write((long) (Long) entry.getValue(), repetition, ENTRY);
      repetition = NEXT_OF_ROW;
    }
  }

  private void writeList(List<?> list, ColumnWriter out) {
    if (list.isEmpty()) {
      out.writeNull(FIRST_OF_ROW, THERE);
      return;
    }
    int repetition = FIRST_OF_ROW;
    for (Object element : list) {
      writeText(Binary.fromString((String) element), repetition, ENTRY, out);
      repetition = NEXT_OF_ROW;
    }
  }

  /** Appends the row group to a file; nothing can be written to it after that. */
  void end(ParquetFileWriter file) throws IOException {
    file.startBlock(rows);
    store.flush();
    pages.flushToFileWriter(file);
    file.endBlock();
    close();
  }

  /** Frees what it holds. */
  void close() {
    store.close();
    pages.close();
  }
}
