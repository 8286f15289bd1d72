package dev.sessionbeam.failure;

import java.io.Serializable;

/**
 * What one step does to one record, as a plain function.
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
}
