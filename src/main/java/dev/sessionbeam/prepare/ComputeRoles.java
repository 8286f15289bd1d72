package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Role;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.event.ComputedRoles;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.expression.SourceValues;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Returns the roles of a cleaned event that expressions give. Rejects the event if an expression
 * gives no value, or one that is not a text. See docs/semantics.md, section 1.
 */
final class ComputeRoles implements Rule<ParsedEvent, ComputedRoles> {
  private final Roles roles;
  private final boolean none;

  ComputeRoles(Roles roles) {
    this.roles = roles;
    this.none =
        !(roles.machine() instanceof Role.Computed)
            && !(roles.action() instanceof Role.Computed)
            && !(roles.id() instanceof Role.Computed);
  }

  @Override
  public ComputedRoles apply(ParsedEvent event) throws RecordRejectedException {
    return none
        ? ComputedRoles.NONE
        : new ComputedRoles(
            text("id", roles.id(), event),
            text("machine", roles.machine(), event),
            text("action", roles.action(), event));
  }

  /** Returns the text that an expression gives for a role; null if a field has the role. */
  static @Nullable String text(String name, @Nullable Role role, ParsedEvent event)
      throws RecordRejectedException {
    return role instanceof Role.Computed computed
        ? RoleText.of(value(name, computed, event), null, subject(name, computed))
        : null;
  }

  /**
   * Returns the value that an expression gives.
   *
   * @throws RecordRejectedException if it gives none, or null
   */
  static JsonValue value(String name, Role.Computed role, ParsedEvent event)
      throws RecordRejectedException {
    JsonValue value = role.value().evaluateRole(event.fields(), source(event));
    if (value == null || value.isNull()) {
      throw missing(name, role, value == null ? "has no value" : "is null");
    }
    return value;
  }

  /** Returns what is known of a record beside its bytes. */
  static SourceValues source(ParsedEvent event) {
    Origin origin = event.raw().origin();
    Long arrival = origin.arrivalMillis();
    return arrival == null
        ? SourceValues.NONE
        : new SourceValues(Instant.ofEpochMilli(arrival), origin.partitionKey());
  }

  /** Returns the rejection of a record for which an expression gives no value. */
  static RecordRejectedException missing(String name, Role.Computed role, String what) {
    String message = subject(name, role) + what;
    return new RecordRejectedException(
        Reason.MISSING_FIELD,
        role.value().usesSource()
            ? message + "; only records of a stream have an arrival and a partition key"
            : message,
        null);
  }

  /** Returns the beginning of a message about a role: which one, and by which expression. */
  static String subject(String name, Role.Computed role) {
    return "event." + name + ": " + role.text() + " ";
  }
}
