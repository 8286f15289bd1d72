package dev.sessionbeam.definition;

import dev.sessionbeam.json.FieldPath;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A check of a definition's {@code validate} section, which a valid record must pass. */
public sealed interface ValidationCheck extends Serializable {
  /** The field exists and is not null. */
  record Required(FieldPath field) implements ValidationCheck {}

  /**
   * The field is missing, is null, or has one of these values.
   *
   * @param values the allowed values as JSON texts; numbers are compared by value
   */
  record Allowed(FieldPath field, List<String> values) implements ValidationCheck {
    public Allowed {
      values = List.copyOf(values);
    }
  }

  /**
   * The field is missing, is null, or is a number within the bounds.
   *
   * @param min the smallest allowed number, or null
   * @param max the largest allowed number, or null
   */
  record Range(FieldPath field, @Nullable BigDecimal min, @Nullable BigDecimal max)
      implements ValidationCheck {}

  /**
   * The record fits a JSON Schema.
   *
   * @param name the name of the schema's file, for messages
   * @param json the schema as JSON text
   */
  record Schema(String name, String json) implements ValidationCheck {}
}
