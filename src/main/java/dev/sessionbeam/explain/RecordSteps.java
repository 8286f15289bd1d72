package dev.sessionbeam.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the steps have done to a record, up to the step that rejected it or left it out.
 *
 * @param rulesCompared how many cleaning rules were compared with the record
 * @param rulesApplied how many of them apply
 * @param changes what they have changed, in order
 * @param missing the conditions and cleaning expressions without a value, in order
 * @param time the instant, in milliseconds since the epoch; null if it was not determined
 * @param added the fields of {@code enrich}, in order
 * @param opens whether it is an opening event; null if that was not asked
 */
public record RecordSteps(
    int rulesCompared,
    int rulesApplied,
    List<FieldChange> changes,
    List<MissingResult> missing,
    @Nullable Long time,
    List<AddedField> added,
    @Nullable Boolean opens) {
  public RecordSteps {
    changes = List.copyOf(changes);
    missing = List.copyOf(missing);
    added = List.copyOf(added);
  }
}
