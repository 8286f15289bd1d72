package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Role;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.expression.ExpressionValue;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.TimeFormat;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Returns the instant of a cleaned event, from the field or the expression with the role time. */
interface TimeValue extends Serializable {
  /**
   * Returns the instant in milliseconds since the epoch.
   *
   * @throws RecordRejectedException if there is no value, or if it is not an instant
   */
  long millis(ParsedEvent event) throws RecordRejectedException;

  /** Returns the field that messages name; null if an expression gives the time. */
  @Nullable String field();

  static TimeValue of(Roles roles) {
    FieldPath field = roles.time().field();
    return field == null
        ? new OfExpression((Role.Computed) roles.time(), roles.timeFormat())
        : new OfField(field, Objects.requireNonNull(roles.timeFormat()));
  }

  /** The time in a field. */
  record OfField(FieldPath path, TimeFormat format) implements TimeValue {
    @Override
    public long millis(ParsedEvent event) throws RecordRejectedException {
      // A record's own time was an integer before cleaning, if the format needs one. What is not an
      // integer now was computed by a rule.
      Long millis = format.millisOfComputed(RoleChecks.require(path, event.fields()));
      if (millis == null) {
        throw new RecordRejectedException(
            Reason.UNREADABLE_TIME, "must be " + format.description(), field());
      }
      return millis;
    }

    @Override
    public String field() {
      return path.toString();
    }
  }

  /** The time that an expression gives: a timestamp, or a value in the format if there is one. */
  record OfExpression(Role.Computed role, @Nullable TimeFormat format) implements TimeValue {
    @Override
    public long millis(ParsedEvent event) throws RecordRejectedException {
      ExpressionValue value = role.value().evaluateTime(event.fields(), ComputeRoles.source(event));
      if (value != null && value.timestamp() != null) {
        return value.timestamp().toEpochMilli();
      }
      JsonValue json = value == null ? null : value.json();
      if (json == null || json.isNull()) {
        throw ComputeRoles.missing("time", role, json == null ? "has no value" : "is null");
      }
      Long millis = format == null ? null : format.millisOfComputed(json);
      if (millis == null) {
        throw new RecordRejectedException(
            Reason.UNREADABLE_TIME,
            ComputeRoles.subject("time", role)
                + "must be "
                + (format == null ? "a timestamp" : "a timestamp or " + format.description()),
            null);
      }
      return millis;
    }

    @Override
    public @Nullable String field() {
      return null;
    }
  }
}
