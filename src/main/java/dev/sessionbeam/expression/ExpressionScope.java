package dev.sessionbeam.expression;

import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that an expression may use.
 *
 * @param names the names of the record's own fields
 * @param instant whether the expression may use the event's time, as {@link #INSTANT}
 * @param source whether the expression may use {@link SourceValues}
 */
public record ExpressionScope(Set<String> names, boolean instant, boolean source)
    implements Serializable {
  /** The whole record as a map: {@code this.build}, {@code has(this.build)}. */
  public static final String THIS = "this";

  /** The event's time as a CEL timestamp. */
  public static final String INSTANT = "instant";

  public ExpressionScope {
    names = Set.copyOf(names);
  }

  public static ExpressionScope of(Set<String> names, boolean instant) {
    return new ExpressionScope(names, instant, false);
  }

  /** Returns the scope of an expression that gives a role. */
  public static ExpressionScope ofRole(Set<String> names) {
    return new ExpressionScope(names, false, true);
  }

  /** Returns this scope with one more name. */
  public ExpressionScope with(String name) {
    Set<String> more = new TreeSet<>(names);
    more.add(name);
    return new ExpressionScope(more, instant, source);
  }

  /** Returns all names that an expression can start with. */
  Set<String> variables() {
    Set<String> all = new TreeSet<>(names);
    all.add(THIS);
    if (instant) {
      all.add(INSTANT);
    }
    return all;
  }
}
