package dev.sessionbeam.output.parquet;

import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.output.row.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.jspecify.annotations.Nullable;

/** Turns the fields of one of Parquet's records into a row. */
final class RowConverter extends GroupConverter {
  private final List<Converter> converters = new ArrayList<>();
  private final int columns;
  private @Nullable Object[] values;
  private byte @Nullable [] rest;

  RowConverter(Table table) {
    columns = table.columns().size();
    values = new @Nullable Object[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      converters.add(converter(table.columns().get(i).type(), value -> values[column] = value));
    }
    converters.add(new Scalar(ColumnType.STRING, value -> rest = (byte[]) value));
  }

  private static Converter converter(ColumnType type, Consumer<Object> to) {
    return switch (type.kind()) {
      case MAP_OF_INT64 -> new Entries(to);
      case LIST_OF_STRING -> new Elements(to);
      default -> new Scalar(type, to);
    };
  }

  /** Returns the row that was read. */
  Row row() {
    return new Row(values, rest);
  }

  @Override
  public Converter getConverter(int field) {
    return converters.get(field);
  }

  @Override
  public void start() {
    values = new @Nullable Object[columns];
    rest = null;
  }

  @Override
  public void end() {}

  /** Passes on the value of a column that has one value in a row. */
  private static final class Scalar extends PrimitiveConverter {
    private final ColumnType type;
    private final Consumer<Object> to;

    Scalar(ColumnType type, Consumer<Object> to) {
      this.type = type;
      this.to = to;
    }

    @Override
    public void addBinary(Binary value) {
      byte[] bytes = value.getBytes();
      to.accept(type.kind() == ColumnType.Kind.DECIMAL ? decimal(new BigInteger(bytes)) : bytes);
    }

    @Override
    public void addLong(long value) {
      boolean decimal = type.kind() == ColumnType.Kind.DECIMAL;
      to.accept(decimal ? decimal(BigInteger.valueOf(value)) : Long.valueOf(value));
    }

    @Override
    public void addInt(int value) {
      to.accept(decimal(BigInteger.valueOf(value)));
    }

    @Override
    public void addDouble(double value) {
      to.accept(value);
    }

    @Override
    public void addBoolean(boolean value) {
      to.accept(value);
    }

    private BigDecimal decimal(BigInteger unscaled) {
      return new BigDecimal(unscaled, type.scale());
    }
  }

  /** A group in a group, of which only the innermost fields have values. */
  private static class Nested extends GroupConverter {
    private final List<Converter> fields;

    Nested(Converter... fields) {
      this.fields = List.of(fields);
    }

    @Override
    public Converter getConverter(int field) {
      return fields.get(field);
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  private static final class Entries extends GroupConverter {
    private final Consumer<Object> to;
    private final Converter entry;
    private Map<String, Long> map = new LinkedHashMap<>();
    private String key = "";

    Entries(Consumer<Object> to) {
      this.to = to;
      this.entry =
          new Nested(
              new Scalar(
                  ColumnType.JSON,
                  bytes -> key = Binary.fromConstantByteArray((byte[]) bytes).toStringUsingUTF8()),
              new Scalar(ColumnType.INT64, value -> map.put(key, (Long) value)));
    }

    @Override
    public Converter getConverter(int field) {
      return entry;
    }

    @Override
    public void start() {
      map = new LinkedHashMap<>();
    }

    @Override
    public void end() {
      to.accept(map);
    }
  }

  private static final class Elements extends GroupConverter {
    private final Consumer<Object> to;
    private final Converter element;
    private List<String> list = new ArrayList<>();

    Elements(Consumer<Object> to) {
      this.to = to;
      this.element =
          new Nested(
              new Scalar(
                  ColumnType.JSON,
                  bytes ->
                      list.add(Binary.fromConstantByteArray((byte[]) bytes).toStringUsingUTF8())));
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {
      list = new ArrayList<>();
    }

    @Override
    public void end() {
      to.accept(list);
    }
  }
}
