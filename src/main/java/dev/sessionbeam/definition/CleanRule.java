package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that corrects field values of records.
 *
 * @param when the condition for a record; null if the rule applies to all records
 * @param mends the operations, in order
 */
public record CleanRule(@Nullable Expression when, List<CleanOperation> mends)
    implements Serializable {
  public CleanRule {
    mends = List.copyOf(mends);
  }

  /** The same rule, whose expressions have no place in a definition. */
  public CleanRule withoutPlaces() {
    return new CleanRule(
        when == null ? null : when.at(""),
        mends.stream()
            .map(
                operation ->
                    operation instanceof CleanOperation.Set set
                        ? new CleanOperation.Set(set.field(), set.value().at(""))
                        : operation)
            .toList());
  }
}
