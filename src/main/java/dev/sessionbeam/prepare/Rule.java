package dev.sessionbeam.prepare;

import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.failure.Stage;
import java.io.Serializable;

/**
 * A plain function that a step applies to one record. Several steps can be chained into one rule,
 * so that a record passes all of them without being encoded in between.
 *
 * @param <A> the input
 * @param <B> the output
 */
@FunctionalInterface
public interface Rule<A, B> extends Serializable {
  /**
   * Returns the output for an input.
   *
   * @throws RecordRejectedException if the record is rejected
   */
  B apply(A input) throws RecordRejectedException;

  /** Returns the rule as a step: records that it rejects have this stage. */
  static <A, B> Rule<A, B> step(Stage stage, Rule<A, B> rule) {
    return input -> {
      try {
        return rule.apply(input);
      } catch (RecordRejectedException e) {
        throw e.at(stage);
      }
    };
  }

  /** Returns a rule that applies this rule and then the next step. */
  default <C> Rule<A, C> then(Stage stage, Rule<B, C> next) {
    Rule<B, C> step = step(stage, next);
    return input -> step.apply(apply(input));
  }
}
