package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.CleanOperation;
import dev.sessionbeam.definition.CleanRule;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Returns an event with the values that the definition's rules have corrected. The rules run in
 * order, and each rule sees the changes of the earlier ones. If a rule spoils the field of a role,
 * the record is rejected. See docs/semantics.md, section 2, step 2.
 */
public final class CleanRecord implements Rule<ParsedEvent, ParsedEvent> {
  private final RoleChecks roles;
  private final List<CountedRule> rules;
  private final transient @Nullable StepListener listener;

  /** A rule whose expressions are counted. */
  private record CountedRule(
      CleanRule rule, @Nullable CountedExpression when, List<CountedOperation> operations)
      implements Serializable {
    static CountedRule of(CleanRule rule) {
      return new CountedRule(
          rule,
          CountedExpression.ofNullable(rule.when()),
          rule.mends().stream().map(CountedOperation::of).toList());
    }
  }

  /** An operation, with the counted expression of a {@link CleanOperation.Set}. */
  private record CountedOperation(CleanOperation operation, @Nullable CountedExpression value)
      implements Serializable {
    static CountedOperation of(CleanOperation operation) {
      return new CountedOperation(
          operation,
          operation instanceof CleanOperation.Set set ? CountedExpression.of(set.value()) : null);
    }

    JsonObject apply(JsonObject fields) {
      if (value == null || !(operation instanceof CleanOperation.Set set)) {
        return FieldCleaner.apply(operation, fields);
      }
      JsonValue computed = value.evaluate(fields, null);
      return computed == null ? fields : fields.with(set.field(), computed);
    }
  }

  public CleanRecord(Definition definition) {
    this(definition.roles(), definition.cleaning());
  }

  CleanRecord(Roles roles, List<CleanRule> rules) {
    this(roles, rules, null);
  }

  /** Creates a rule that tells a listener what it does; null for no listener. */
  CleanRecord(Roles roles, List<CleanRule> rules, @Nullable StepListener listener) {
    this.listener = listener;
    this.roles = new RoleChecks(roles);
    this.rules = rules.stream().map(CountedRule::of).toList();
  }

  @Override
  public ParsedEvent apply(ParsedEvent event) throws RecordRejectedException {
    JsonObject before = event.fields();
    JsonObject fields = before;
    for (CountedRule rule : rules) {
      CountedExpression when = rule.when();
      boolean applies = when == null || when.holds(fields, null);
      if (listener != null) {
        listener.rule(rule.rule(), fields, applies);
      }
      if (applies) {
        for (CountedOperation operation : rule.operations()) {
          JsonObject unchanged = fields;
          fields = operation.apply(fields);
          if (listener != null) {
            listener.operation(rule.rule(), operation.operation(), unchanged, fields);
          }
        }
      }
    }
    if (fields == before) {
      return event;
    }
    roles.requireStrings(fields);
    return event.with(fields);
  }
}
