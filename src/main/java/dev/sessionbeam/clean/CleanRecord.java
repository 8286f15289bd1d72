package dev.sessionbeam.clean;

import dev.sessionbeam.definition.CleanRule;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Mend;
import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.Roles;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.failure.Refusal;
import dev.sessionbeam.failure.RoleFields;
import dev.sessionbeam.failure.Rule;
import java.util.List;

/**
 * An event whose values the definition's rules have mended, one rule after the other; each sees
 * what the former ones left. A rule that spoils a role makes the record invalid. SEMANTICS, section
 * 2, step 2.
 */
public final class CleanRecord implements Rule<ParsedEvent, ParsedEvent> {
  private final Roles roles;
  private final List<CleanRule> rules;

  public CleanRecord(Definition definition) {
    this.roles = definition.roles();
    this.rules = definition.cleaning();
  }

  @Override
  public ParsedEvent apply(ParsedEvent event) throws Refusal {
    JsonObject before = event.fields();
    JsonObject fields = before;
    for (CleanRule rule : rules) {
      Expression when = rule.when();
      if (when == null || when.holds(fields, null)) {
        for (Mend mend : rule.mends()) {
          fields = Mending.apply(mend, fields);
        }
      }
    }
    if (fields == before) {
      return event;
    }
    RoleFields.requireStrings(roles, fields);
    return event.with(fields);
  }
}
