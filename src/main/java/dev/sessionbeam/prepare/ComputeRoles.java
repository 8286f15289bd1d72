package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Role;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.event.ComputedRoles;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonValue;
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

  private static @Nullable String text(String name, @Nullable Role role, ParsedEvent event)
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
    JsonValue value = role.value().evaluate(event.fields(), null);
    if (value == null || value.isNull()) {
      throw new RecordRejectedException(
          Reason.MISSING_FIELD,
          subject(name, role) + (value == null ? "has no value" : "is null"),
          null);
    }
    return value;
  }

  /** Returns the beginning of a message about a role: which one, and by which expression. */
  static String subject(String name, Role.Computed role) {
    return "event." + name + ": " + role.text() + " ";
  }
}
