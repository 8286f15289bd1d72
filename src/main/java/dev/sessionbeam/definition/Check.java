package dev.sessionbeam.definition;

import dev.sessionbeam.event.FieldPath;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a valid record has to satisfy. */
public sealed interface Check extends Serializable {
  /** The field is there and is not null. */
  record Required(FieldPath field) implements Check {}

  /**
   * The field, where it is there and not null, holds one of these values.
   *
   * @param values JSON texts of plain values; numbers are equal by value
   */
  record Allowed(FieldPath field, List<String> values) implements Check {
    public Allowed {
      values = List.copyOf(values);
    }
  }

  /**
   * The field, where it is there and not null, is a number within the bounds.
   *
   * @param min the smallest one allowed, or null
   * @param max the largest one allowed, or null
   */
  record Range(FieldPath field, @Nullable BigDecimal min, @Nullable BigDecimal max)
      implements Check {}

  /**
   * The record fits a JSON Schema.
   *
   * @param name the schema file's name, for messages
   * @param json the schema itself
   */
  record Schema(String name, String json) implements Check {}
}
