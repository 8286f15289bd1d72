package dev.sessionbeam.output.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a table: the columns in their order, and the rest after them. */
final class TableSchema {
  /** The most digits of a decimal in 32 and in 64 bits. */
  static final int MOST_DIGITS_OF_INT32 = 9;

  static final int MOST_DIGITS_OF_INT64 = 18;

  private TableSchema() {}

  static MessageType of(Table table) {
    List<Type> fields = new ArrayList<>();
    for (Column column : table.columns()) {
      fields.add(field(column.name(), column.type()));
    }
    if (table.hasRest()) {
      fields.add(field(Table.REST, ColumnType.STRING));
    }
    return new MessageType("row", fields);
  }

  /** Readers differ in what they make of Parquet's own type for JSON, so JSON is text. */
  private static Type field(String name, ColumnType type) {
    return switch (type.kind()) {
      case STRING, JSON -> Types.optional(BINARY).as(stringType()).named(name);
      case INT64 -> Types.optional(INT64).named(name);
      case DOUBLE -> Types.optional(DOUBLE).named(name);
      case BOOLEAN -> Types.optional(BOOLEAN).named(name);
      case TIMESTAMP -> Types.optional(INT64).as(timestampType(true, TimeUnit.MILLIS)).named(name);
      case DECIMAL -> decimal(name, type.precision(), type.scale());
      case MAP_OF_INT64 ->
          Types.optionalMap()
              .key(Types.required(BINARY).as(stringType()).named("key"))
              .value(Types.required(INT64).named("value"))
              .named(name);
      case LIST_OF_STRING ->
          Types.optionalList()
              .element(Types.required(BINARY).as(stringType()).named("element"))
              .named(name);
    };
  }

  private static Type decimal(String name, int precision, int scale) {
    if (precision <= MOST_DIGITS_OF_INT32) {
      return Types.optional(INT32).as(decimalType(scale, precision)).named(name);
    }
    if (precision <= MOST_DIGITS_OF_INT64) {
      return Types.optional(INT64).as(decimalType(scale, precision)).named(name);
    }
    return Types.optional(FIXED_LEN_BYTE_ARRAY)
        .length(bytesOf(precision))
        .as(decimalType(scale, precision))
        .named(name);
  }

  /** Returns how many bytes every number with so many digits fits in, with its sign. */
  static int bytesOf(int precision) {
    return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / Byte.SIZE + 1;
  }
}
