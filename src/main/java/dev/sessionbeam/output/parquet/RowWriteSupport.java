package dev.sessionbeam.output.parquet;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.output.row.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Writes rows as Parquet's records. */
final class RowWriteSupport extends WriteSupport<Row> {
  private final Table table;
  private final MessageType schema;
  private @Nullable RecordConsumer consumer;

  RowWriteSupport(Table table) {
    this.table = table;
    this.schema = TableSchema.of(table);
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(schema, Map.of());
  }

  /** Parquet calls the method above; its interface has this one too. */
  @Override
  @SuppressWarnings("deprecation")
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer prepared) {
    consumer = prepared;
  }

  @Override
  public void write(Row row) {
    RecordConsumer out = Objects.requireNonNull(consumer);
    out.startMessage();
    List<Column> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.values()[i];
      if (value != null) {
        Column column = columns.get(i);
        out.startField(column.name(), i);
        write(column.type(), value, out);
        out.endField(column.name(), i);
      }
    }
    byte[] rest = row.rest();
    if (rest != null) {
      out.startField(Table.REST, columns.size());
      out.addBinary(Binary.fromConstantByteArray(rest));
      out.endField(Table.REST, columns.size());
    }
    out.endMessage();
  }

  private static void write(ColumnType type, Object value, RecordConsumer out) {
    switch (type.kind()) {
      case STRING, JSON -> out.addBinary(Binary.fromConstantByteArray((byte[]) value));
      case INT64, TIMESTAMP -> out.addLong((Long) value);
      case DOUBLE -> out.addDouble((Double) value);
      case BOOLEAN -> out.addBoolean((Boolean) value);
      case DECIMAL -> writeDecimal(type.precision(), ((BigDecimal) value).unscaledValue(), out);
      case MAP_OF_INT64 -> writeMap((Map<?, ?>) value, out);
      case LIST_OF_STRING -> writeList((List<?>) value, out);
    }
  }

  private static void writeDecimal(int precision, BigInteger unscaled, RecordConsumer out) {
    if (precision <= TableSchema.MOST_DIGITS_OF_INT32) {
      out.addInteger(unscaled.intValueExact());
    } else if (precision <= TableSchema.MOST_DIGITS_OF_INT64) {
      out.addLong(unscaled.longValueExact());
    } else {
      byte[] bytes = unscaled.toByteArray();
      byte[] fixed = new byte[TableSchema.bytesOf(precision)];
      Arrays.fill(fixed, (byte) (unscaled.signum() < 0 ? -1 : 0));
      System.arraycopy(bytes, 0, fixed, fixed.length - bytes.length, bytes.length);
      out.addBinary(Binary.fromConstantByteArray(fixed));
    }
  }

  /** An empty map has no entries at all: Parquet has no empty fields. */
  private static void writeMap(Map<?, ?> map, RecordConsumer out) {
    out.startGroup();
    if (!map.isEmpty()) {
      out.startField("key_value", 0);
      map.forEach(
          (key, value) -> {
            out.startGroup();
            out.startField("key", 0);
            out.addBinary(Binary.fromString((String) key));
            out.endField("key", 0);
            out.startField("value", 1);
            out.addLong((Long) value);
            out.endField("value", 1);
            out.endGroup();
          });
      out.endField("key_value", 0);
    }
    out.endGroup();
  }

  private static void writeList(List<?> list, RecordConsumer out) {
    out.startGroup();
    if (!list.isEmpty()) {
      out.startField("list", 0);
      for (Object element : list) {
        out.startGroup();
        out.startField("element", 0);
        out.addBinary(Binary.fromString((String) element));
        out.endField("element", 0);
        out.endGroup();
      }
      out.endField("list", 0);
    }
    out.endGroup();
  }
}
