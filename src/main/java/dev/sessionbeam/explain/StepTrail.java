package dev.sessionbeam.explain;

import dev.sessionbeam.definition.CleanOperation;
import dev.sessionbeam.definition.CleanRule;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.prepare.StepListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what the steps do to one record after the other. */
final class StepTrail implements StepListener {
  private int compared;
  private int applied;
  private final List<FieldChange> changes = new ArrayList<>();
  private final List<MissingResult> missing = new ArrayList<>();
  private final List<AddedField> added = new ArrayList<>();
  private @Nullable Boolean opens;

  /** Forgets the record before. */
  void begin() {
    compared = 0;
    applied = 0;
    changes.clear();
    missing.clear();
    added.clear();
    opens = null;
  }

  /** What the steps have done since {@link #begin}. */
  RecordSteps steps(@Nullable Long time) {
    return new RecordSteps(compared, applied, changes, missing, time, added, opens);
  }

  @Override
  public void rule(CleanRule rule, JsonObject fields, boolean applies) {
    compared++;
    applied += applies ? 1 : 0;
    if (rule.when() != null && !applies) {
      condition(rule.when(), fields, null);
    }
  }

  @Override
  public void operation(
      CleanRule rule, CleanOperation operation, JsonObject before, JsonObject after) {
    if (operation instanceof CleanOperation.Set set && before == after) {
      value(set.value(), before);
    }
    for (FieldPath field : CleanedFields.of(operation)) {
      JsonValue old = before.get(field);
      JsonValue changed = after.get(field);
      if (!isSame(old, changed)) {
        changes.add(
            new FieldChange(
                place(), CleanedFields.name(operation), field.toString(), old, changed));
      }
    }
  }

  private static boolean isSame(@Nullable JsonValue a, @Nullable JsonValue b) {
    return a == null ? b == null : b != null && a.isWrittenAs(b);
  }

  /** The place of the rule that was compared last. */
  private String place() {
    return "clean[" + (compared - 1) + "]";
  }

  @Override
  public void newField(
      String name,
      Expression expression,
      JsonObject fields,
      Instant instant,
      @Nullable JsonValue value) {
    String why = value == null ? expression.whyNoValue(fields, instant, false) : null;
    added.add(new AddedField(name, expression.text(), value, why));
  }

  @Override
  public void opening(Expression condition, JsonObject fields, Instant instant, boolean isTrue) {
    opens = isTrue;
    condition(condition, fields, instant);
  }

  /** Notes a condition if it has no value. */
  void condition(Expression condition, JsonObject fields, @Nullable Instant instant) {
    note(condition, condition.whyNoValue(fields, instant, true));
  }

  private void value(Expression expression, JsonObject fields) {
    note(expression, expression.whyNoValue(fields, null, false));
  }

  private void note(Expression expression, @Nullable String why) {
    if (why != null) {
      missing.add(new MissingResult(expression.place(), expression.text(), why));
    }
  }
}
