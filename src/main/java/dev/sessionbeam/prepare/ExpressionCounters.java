package dev.sessionbeam.prepare;

/**
 * The namespace and the names of the counters of a definition's expressions. Each name ends with
 * the expression's place in the definition, such as {@code enrich.weekday}.
 */
public final class ExpressionCounters {
  /** Counts the evaluations without a value; of a condition, those that are not true or false. */
  public static final String WITHOUT_VALUE = "without_value:";

  /**
   * Is not 0 if an evaluation had a value. It does not count them, because nearly all have one: it
   * grows once for each copy of the step.
   */
  public static final String HAD_VALUE = "had_value:";

  private ExpressionCounters() {}
}
