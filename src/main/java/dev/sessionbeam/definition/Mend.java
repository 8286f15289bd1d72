package dev.sessionbeam.definition;

import dev.sessionbeam.event.FieldPath;
import dev.sessionbeam.expression.Expression;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Map;

/**
 * One change to a record's fields. A change whose field is missing, or is not of the type that it
 * works on, leaves the record as it is; {@link Set} and {@link Default} make the field.
 */
public sealed interface Mend extends Serializable {
  /** Gives the field the expression's value; leaves it alone where that cannot be computed. */
  record Set(FieldPath field, Expression value) implements Mend {}

  /** Gives a top-level field another name; it replaces a field that has that name already. */
  record Rename(FieldPath from, FieldPath to) implements Mend {}

  /** Takes the field away. */
  record Drop(FieldPath field) implements Mend {}

  /** Takes white space off both ends of a string. */
  record Trim(FieldPath field) implements Mend {}

  /** Puts a string into lower case. */
  record Lower(FieldPath field) implements Mend {}

  /** Puts a string into upper case. */
  record Upper(FieldPath field) implements Mend {}

  /**
   * Replaces known values.
   *
   * @param values from a string, or the text of a number or boolean, to the JSON text of what takes
   *     its place
   */
  record Replace(FieldPath field, Map<String, String> values) implements Mend {
    public Replace {
      values = Map.copyOf(values);
    }
  }

  /** Multiplies a number, exactly. */
  record Scale(FieldPath field, BigDecimal factor) implements Mend {}

  /**
   * Gives the field a value where it is missing or null.
   *
   * @param json the value as JSON text
   */
  record Default(FieldPath field, String json) implements Mend {}
}
