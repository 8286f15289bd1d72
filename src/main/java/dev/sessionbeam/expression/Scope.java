package dev.sessionbeam.expression;

import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that an expression may use.
 *
 * @param names the record's own fields, by name
 * @param instant whether the event's time is known yet, as {@link #INSTANT}
 */
public record Scope(Set<String> names, boolean instant) implements Serializable {
  /** The whole record as a map: {@code this.build}, {@code has(this.build)}. */
  public static final String THIS = "this";

  /** The event's time as a CEL timestamp. */
  public static final String INSTANT = "instant";

  public Scope {
    names = Set.copyOf(names);
  }

  public static Scope of(Set<String> names, boolean instant) {
    return new Scope(names, instant);
  }

  /** This scope and one more name. */
  public Scope with(String name) {
    Set<String> more = new TreeSet<>(names);
    more.add(name);
    return new Scope(more, instant);
  }

  /** Every name that an expression can start with here. */
  Set<String> variables() {
    Set<String> all = new TreeSet<>(names);
    all.add(THIS);
    if (instant) {
      all.add(INSTANT);
    }
    return all;
  }
}
