package dev.sessionbeam.prepare;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.io.Serializable;
import java.time.Instant;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * An expression of the definition that counts how often it has no value. An expression without a
 * place in the definition is not counted.
 */
final class CountedExpression implements Serializable {
  private final Expression expression;
  private final Counter withoutValue;
  private final Counter hadValue;

  /** Whether this copy of the step has counted a value. */
  private transient boolean counted;

  private CountedExpression(Expression expression) {
    this.expression = expression;
    this.withoutValue =
        Metrics.counter(
            ExpressionCounters.class, ExpressionCounters.WITHOUT_VALUE + expression.place());
    this.hadValue =
        Metrics.counter(
            ExpressionCounters.class, ExpressionCounters.HAD_VALUE + expression.place());
  }

  static CountedExpression of(Expression expression) {
    return new CountedExpression(expression);
  }

  /** Returns the counted form of an expression, or null if there is no expression. */
  static @Nullable CountedExpression ofNullable(@Nullable Expression expression) {
    return expression == null ? null : of(expression);
  }

  /** Returns whether the condition holds for a record. */
  boolean holds(JsonObject fields, @Nullable Instant instant) {
    Boolean result = expression.test(fields, instant);
    count(result != null);
    return Boolean.TRUE.equals(result);
  }

  /** Returns whether the condition holds for a record, or has no value. */
  boolean mayHold(JsonObject fields, @Nullable Instant instant) {
    Boolean result = expression.test(fields, instant);
    count(result != null);
    return !Boolean.FALSE.equals(result);
  }

  /** Returns the value for a record, or null if there is none. */
  @Nullable JsonValue evaluate(JsonObject fields, @Nullable Instant instant) {
    JsonValue value = expression.evaluate(fields, instant);
    count(value != null);
    return value;
  }

  private void count(boolean hasValue) {
    if (expression.place().isEmpty()) {
      return;
    }
    if (!hasValue) {
      withoutValue.inc();
    } else if (!counted) {
      hadValue.inc();
      counted = true;
    }
  }
}
