package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.CleanOperation;
import dev.sessionbeam.definition.CleanRule;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonObject;
import java.util.List;

/**
 * Returns an event with the values that the definition's rules have corrected. The rules run in
 * order, and each rule sees the changes of the earlier ones. If a rule spoils the field of a role,
 * the record is rejected. See docs/semantics.md, section 2, step 2.
 */
public final class CleanRecord implements Rule<ParsedEvent, ParsedEvent> {
  private final RoleChecks roles;
  private final List<CleanRule> rules;

  public CleanRecord(Definition definition) {
    this.roles = new RoleChecks(definition.roles());
    this.rules = definition.cleaning();
  }

  @Override
  public ParsedEvent apply(ParsedEvent event) throws RecordRejectedException {
    JsonObject before = event.fields();
    JsonObject fields = before;
    for (CleanRule rule : rules) {
      Expression when = rule.when();
      if (when == null || when.holds(fields, null)) {
        for (CleanOperation operation : rule.mends()) {
          fields = FieldCleaner.apply(operation, fields);
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
