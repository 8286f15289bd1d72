package dev.sessionbeam.validate;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.FieldPath;
import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.event.JsonSyntaxException;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.Roles;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refusal;
import dev.sessionbeam.failure.RoleFields;
import dev.sessionbeam.failure.Rule;
import java.util.List;

/**
 * A record's fields, where the record is an event: one JSON object of at most a mebibyte whose
 * roles are played and which passes the definition's own checks. SEMANTICS, section 2, step 1.
 */
public final class ValidateRecord implements Rule<RawRecord, ParsedEvent> {
  /** The largest record, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private final Roles roles;
  private final List<CheckRecord> checks;

  public ValidateRecord(Definition definition) {
    this.roles = definition.roles();
    this.checks = definition.checks().stream().map(CheckRecord::of).toList();
  }

  @Override
  public ParsedEvent apply(RawRecord record) throws Refusal {
    int length = record.bytes().length;
    if (length > MAX_BYTES) {
      throw new Refusal(
          Reason.TOO_LARGE, length + " bytes, and a record may have " + MAX_BYTES, null);
    }
    JsonObject fields = parse(record);
    RoleFields.requireUnrepeated(roles, fields);
    RoleFields.requireStrings(roles, fields);
    requireTime(fields);
    for (CheckRecord check : checks) {
      check.check(fields);
    }
    return new ParsedEvent(record, fields);
  }

  private static JsonObject parse(RawRecord record) throws Refusal {
    try {
      return JsonObject.parse(record.bytes());
    } catch (JsonSyntaxException e) {
      throw new Refusal(Reason.of(e.fault()), String.valueOf(e.getMessage()), null);
    }
  }

  private void requireTime(JsonObject fields) throws Refusal {
    FieldPath field = roles.time();
    if (!roles.timeFormat().accepts(RoleFields.require(field, fields))) {
      throw new Refusal(
          Reason.WRONG_TYPE,
          "the time has to be " + roles.timeFormat().description(),
          field.toString());
    }
  }
}
