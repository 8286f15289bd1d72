package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.EnrichField;
import dev.sessionbeam.definition.OutputSettings;
import dev.sessionbeam.definition.Role;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Returns the finished event of a cleaned one: with the definition's new fields after its own, and
 * with the values that sessions need, such as its machine and whether it is an opening event. See
 * docs/semantics.md, section 2, step 5.
 */
public final class EnrichEvent implements Rule<TimedEvent, Event> {
  /** A record's own field of the name of a session's field is removed. */
  private static final List<FieldPath> SESSION_FIELDS =
      OutputSettings.SESSION_FIELDS.stream().map(FieldPath::of).toList();

  private record NewField(EnrichField field, FieldPath name, CountedExpression value)
      implements Serializable {}

  private final Roles roles;
  private final List<NewField> enrichment;
  private final @Nullable CountedExpression opening;
  private final AmbiguousFields ambiguous;
  private final @Nullable Expression openingCondition;
  private final transient @Nullable StepListener listener;

  public EnrichEvent(Definition definition) {
    this(definition, null);
  }

  /** Creates a rule that tells a listener what it does; null for no listener. */
  EnrichEvent(Definition definition, @Nullable StepListener listener) {
    this.listener = listener;
    this.openingCondition = definition.session().opening();
    this.roles = definition.roles();
    this.enrichment =
        definition.enrichment().stream()
            .map(
                field ->
                    new NewField(
                        field, FieldPath.of(field.name()), CountedExpression.of(field.value())))
            .toList();
    this.opening = CountedExpression.ofNullable(definition.session().opening());
    this.ambiguous = new AmbiguousFields(definition.output());
  }

  @Override
  public Event apply(TimedEvent timed) throws RecordRejectedException {
    Instant instant = Instant.ofEpochMilli(timed.millis());
    JsonObject own = timed.event().fields();
    JsonObject fields = enrich(own, instant);
    boolean opens = opening != null && opening.holds(fields, instant);
    if (listener != null && openingCondition != null) {
      listener.opening(openingCondition, fields, instant, opens);
    }
    for (FieldPath name : SESSION_FIELDS) {
      fields = fields.without(name);
    }
    ambiguous.count(fields);
    return new Event(
        text(roles.machine(), timed.roles().machine(), own),
        id(timed),
        timed.millis(),
        opens,
        text(roles.action(), timed.roles().action(), own),
        fields.toBytes());
  }

  private static String text(Role role, @Nullable String computed, JsonObject own)
      throws RecordRejectedException {
    FieldPath field = role.field();
    return field == null ? Objects.requireNonNull(computed) : RoleChecks.requireString(field, own);
  }

  private byte[] id(TimedEvent timed) throws RecordRejectedException {
    Role id = roles.id();
    if (id == null) {
      return timed.event().raw().bytes();
    }
    FieldPath field = id.field();
    return field == null
        ? Objects.requireNonNull(timed.roles().id()).getBytes(StandardCharsets.UTF_8)
        : RoleChecks.requireText(field, timed.event().fields());
  }

  private JsonObject enrich(JsonObject own, Instant instant) {
    JsonObject fields = own.withRoomFor(enrichment.size());
    for (NewField field : enrichment) {
      JsonValue value = field.value().evaluate(fields, instant);
      if (listener != null) {
        EnrichField named = field.field();
        listener.newField(named.name(), named.value(), fields, instant, value);
      }
      fields = value == null ? fields.without(field.name()) : fields.withLast(field.name(), value);
    }
    return fields;
  }
}
