package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.FieldPath;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where a record has the value of a role: in a field, or in the result of an expression. */
public sealed interface Role extends Serializable {
  /** Returns the field; null if an expression gives the value. */
  @Nullable FieldPath field();

  /** Returns the role as a definition writes it. */
  String text();

  /** A role whose value is in a field. It is checked before and after cleaning. */
  record OfField(FieldPath field) implements Role {
    @Override
    public String text() {
      return field.toString();
    }
  }

  /** A role whose value is computed, once, from the cleaned record. */
  record Computed(Expression value) implements Role {
    @Override
    public @Nullable FieldPath field() {
      return null;
    }

    @Override
    public String text() {
      return value.text();
    }
  }
}
