package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule that mends values.
 *
 * @param when the rule works on records for which this holds; null: on all
 * @param mends what it does, in order
 */
public record CleanRule(@Nullable Expression when, List<Mend> mends) implements Serializable {
  public CleanRule {
    mends = List.copyOf(mends);
  }
}
