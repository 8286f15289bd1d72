package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.CleanOperation;
import dev.sessionbeam.definition.CleanRule;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the steps do to one record after the other. A run has no listener, so that nothing
 * costs it time.
 */
public interface StepListener {
  /**
   * A rule was compared with the record.
   *
   * @param fields the fields before the rule
   * @param applies whether the rule applies
   */
  void rule(CleanRule rule, JsonObject fields, boolean applies);

  /**
   * An operation of a rule was applied.
   *
   * @param after the fields after it; the same object as before if it did not change them
   */
  void operation(CleanRule rule, CleanOperation operation, JsonObject before, JsonObject after);

  /**
   * A new field was computed.
   *
   * @param fields the fields that the expression saw
   * @param value null if the expression has no value: then the event has no such field
   */
  void newField(
      String name,
      Expression expression,
      JsonObject fields,
      Instant instant,
      @Nullable JsonValue value);

  /**
   * The condition for opening events was evaluated.
   *
   * @param fields the enriched fields
   */
  void opening(Expression condition, JsonObject fields, Instant instant, boolean opens);
}
