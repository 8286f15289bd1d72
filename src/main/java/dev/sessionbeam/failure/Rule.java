package dev.sessionbeam.failure;

import java.io.Serializable;

/**
 * What a step does to one record, as a plain function. Steps are chained into one rule, so that a
 * record runs through all of them without being encoded in between.
 *
 * @param <A> what goes in
 * @param <B> what comes out
 */
@FunctionalInterface
public interface Rule<A, B> extends Serializable {
  /**
   * What comes out for what goes in.
   *
   * @throws Refusal where the record cannot go on
   */
  B apply(A input) throws Refusal;

  /** The rule as a step of this name, which its refusals bear. */
  static <A, B> Rule<A, B> step(Stage stage, Rule<A, B> rule) {
    return input -> {
      try {
        return rule.apply(input);
      } catch (Refusal e) {
        throw e.at(stage);
      }
    };
  }

  /** This rule, and behind it the next step. */
  default <C> Rule<A, C> then(Stage stage, Rule<B, C> next) {
    Rule<B, C> step = step(stage, next);
    return input -> step.apply(apply(input));
  }
}
