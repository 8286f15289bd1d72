package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.FieldPath;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Map;

/**
 * One change to a record's fields. If the field is missing, or has a type that the operation does
 * not work on, the record stays as it is. But {@link Set} and {@link Default} add a missing field.
 */
public sealed interface CleanOperation extends Serializable {
  /** Sets the field to the expression's value. If that cannot be computed, the field stays. */
  record Set(FieldPath field, Expression value) implements CleanOperation {}

  /** Gives a top-level field another name. It replaces a field that already has that name. */
  record Rename(FieldPath from, FieldPath to) implements CleanOperation {}

  /** Removes the field. */
  record Drop(FieldPath field) implements CleanOperation {}

  /** Removes white space from both ends of a string. */
  record Trim(FieldPath field) implements CleanOperation {}

  /** Converts a string to lower case. */
  record Lower(FieldPath field) implements CleanOperation {}

  /** Converts a string to upper case. */
  record Upper(FieldPath field) implements CleanOperation {}

  /**
   * Replaces known values.
   *
   * @param values maps a string, or the text of a number or boolean, to the JSON text of the new
   *     value
   */
  record Replace(FieldPath field, Map<String, String> values) implements CleanOperation {
    public Replace {
      values = Map.copyOf(values);
    }
  }

  /** Multiplies a number, exactly. */
  record Scale(FieldPath field, BigDecimal factor) implements CleanOperation {}

  /**
   * Sets the field to a value if it is missing or null.
   *
   * @param json the value as JSON text
   */
  record Default(FieldPath field, String json) implements CleanOperation {}
}
