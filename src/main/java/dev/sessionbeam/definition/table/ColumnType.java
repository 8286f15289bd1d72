package dev.sessionbeam.definition.table;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column. docs/definition.md has the values of each type.
 *
 * @param precision the number of decimal digits of a {@link Kind#DECIMAL}, from 1 to 38; 0 for
 *     other kinds
 * @param scale how many of these digits are after the point; 0 for other kinds
 */
public record ColumnType(Kind kind, int precision, int scale) implements Serializable {
  /** The kinds of types. A definition can declare all but the last two. */
  public enum Kind {
    /** A text. */
    STRING,
    /** An integer from -2^63 to 2^63 - 1. */
    INT64,
    /** A number of 64 bits with a binary fraction. */
    DOUBLE,
    /** A number with a fixed number of decimal digits. */
    DECIMAL,
    BOOLEAN,
    /** An instant in milliseconds. */
    TIMESTAMP,
    /** Any JSON value, as its text. */
    JSON,
    /** Texts, each with an integer of 64 bits. */
    MAP_OF_INT64,
    /** A list of texts. */
    LIST_OF_STRING
  }

  /** The types that a definition can declare, as it writes them. */
  public static final List<String> DECLARABLE =
      List.of("string", "int64", "double", "decimal(p,s)", "boolean", "timestamp", "json");

  public static final ColumnType STRING = of(Kind.STRING);
  public static final ColumnType INT64 = of(Kind.INT64);
  public static final ColumnType DOUBLE = of(Kind.DOUBLE);
  public static final ColumnType BOOLEAN = of(Kind.BOOLEAN);
  public static final ColumnType TIMESTAMP = of(Kind.TIMESTAMP);
  public static final ColumnType JSON = of(Kind.JSON);
  public static final ColumnType MAP_OF_INT64 = of(Kind.MAP_OF_INT64);
  public static final ColumnType LIST_OF_STRING = of(Kind.LIST_OF_STRING);

  private static final int MOST_DIGITS = 38;
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\( *([0-9]{1,2}) *, *([0-9]{1,2}) *\\)");

  private static ColumnType of(Kind kind) {
    return new ColumnType(kind, 0, 0);
  }

  /**
   * Creates the type of decimal numbers.
   *
   * @throws IllegalArgumentException if the precision is not from 1 to 38, or the scale not from 0
   *     to the precision
   */
  public static ColumnType decimal(int precision, int scale) {
    if (precision < 1 || precision > MOST_DIGITS) {
      throw new IllegalArgumentException("the number of digits must be from 1 to " + MOST_DIGITS);
    }
    if (scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "the digits after the point must be at least 0, and not more than all digits");
    }
    return new ColumnType(Kind.DECIMAL, precision, scale);
  }

  /**
   * Returns the type that a definition declares with this text; null if there is no such type.
   *
   * @throws IllegalArgumentException if it is a decimal with a wrong number of digits
   */
  public static @Nullable ColumnType parse(String text) {
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    return switch (text) {
      case "string" -> STRING;
      case "int64" -> INT64;
      case "double" -> DOUBLE;
      case "boolean" -> BOOLEAN;
      case "timestamp" -> TIMESTAMP;
      case "json" -> JSON;
      default -> null;
    };
  }

  /** Returns the type as a definition writes it. */
  @Override
  public String toString() {
    return switch (kind) {
      case STRING -> "string";
      case INT64 -> "int64";
      case DOUBLE -> "double";
      case DECIMAL -> "decimal(" + precision + "," + scale + ")";
      case BOOLEAN -> "boolean";
      case TIMESTAMP -> "timestamp";
      case JSON -> "json";
      case MAP_OF_INT64 -> "map(string,int64)";
      case LIST_OF_STRING -> "list(string)";
    };
  }
}
