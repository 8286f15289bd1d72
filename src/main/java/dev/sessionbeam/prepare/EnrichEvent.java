package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.Roles;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Returns the finished event of a cleaned one: with the definition's new fields after its own, and
 * with the values that sessions need, such as its machine and whether it is an opening event. See
 * docs/semantics.md, section 2, step 4.
 */
public final class EnrichEvent implements Rule<TimedEvent, Event> {
  /**
   * The names of fields that the output adds to an event. A record's own field of such a name is
   * removed.
   */
  private static final List<FieldPath> OUTPUT_FIELDS =
      List.of(
          FieldPath.of("session_id"),
          FieldPath.of("session_start"),
          FieldPath.of("session_index"),
          FieldPath.of("revision"));

  private record NewField(FieldPath name, Expression value) implements Serializable {}

  private final Roles roles;
  private final List<NewField> enrichment;
  private final @Nullable Expression opening;

  public EnrichEvent(Definition definition) {
    this.roles = definition.roles();
    this.enrichment =
        definition.enrichment().stream()
            .map(field -> new NewField(FieldPath.of(field.name()), field.value()))
            .toList();
    this.opening = definition.session().opening();
  }

  @Override
  public Event apply(TimedEvent timed) throws RecordRejectedException {
    Instant instant = Instant.ofEpochMilli(timed.millis());
    JsonObject own = timed.event().fields();
    JsonObject fields = enrich(own, instant);
    boolean opens = opening != null && opening.holds(fields, instant);
    for (FieldPath name : OUTPUT_FIELDS) {
      fields = fields.without(name);
    }
    FieldPath id = roles.id();
    return new Event(
        RoleChecks.requireString(roles.machine(), own),
        id == null ? timed.event().raw().bytes() : RoleChecks.requireText(id, own),
        timed.millis(),
        opens,
        RoleChecks.requireString(roles.action(), own),
        fields.toBytes());
  }

  private JsonObject enrich(JsonObject own, Instant instant) {
    JsonObject fields = own;
    for (NewField field : enrichment) {
      JsonValue value = field.value().evaluate(fields, instant);
      fields = fields.without(field.name());
      if (value != null) {
        fields = fields.with(field.name(), value);
      }
    }
    return fields;
  }
}
