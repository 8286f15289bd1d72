package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Role;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the roles of an event, and whether it opens a session, from its own fields in a line of
 * {@code events/}: these are cleaned and enriched, as the pipeline saw them when it decided. The
 * values are those of the pipeline, unless a role depends on how a record arrived.
 */
public final class ReadWrittenEvent implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Origin UNKNOWN = new FileOrigin("", 0);

  private final Roles roles;
  private final TimeValue time;
  private final @Nullable Expression opening;

  public ReadWrittenEvent(Definition definition) {
    this.roles = definition.roles();
    this.time = TimeValue.of(roles);
    this.opening = definition.session().opening();
  }

  /**
   * Returns whether lines have all that the roles need: not if the machine, the time or the action
   * depends on the arrival or the partition key of a record, because no line has these.
   */
  public static boolean canRead(Definition definition) {
    Roles roles = definition.roles();
    return Stream.of(roles.machine(), roles.time(), roles.action())
        .noneMatch(role -> role instanceof Role.Computed computed && computed.value().usesSource());
  }

  /**
   * Reads an event.
   *
   * @param own the event's own fields, as one JSON object
   * @throws IllegalArgumentException if the definition does not write such a line; the message says
   *     why, and is for a person
   */
  public WrittenEvent read(byte[] own) {
    try {
      JsonObject fields = JsonObject.parse(own);
      ParsedEvent event = new ParsedEvent(new RawRecord(own, UNKNOWN), fields);
      long millis = time.millis(event);
      return new WrittenEvent(
          text("machine", roles.machine(), event),
          millis,
          opening != null && opening.holds(fields, Instant.ofEpochMilli(millis)),
          text("action", roles.action(), event));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("it is not a JSON object", e);
    } catch (RecordRejectedException e) {
      String field = e.field() == null ? "" : "its field " + e.field() + " ";
      throw new IllegalArgumentException(field + e.getMessage(), e);
    }
  }

  private static String text(String name, Role role, ParsedEvent event)
      throws RecordRejectedException {
    FieldPath field = role.field();
    return field == null
        ? Objects.requireNonNull(ComputeRoles.text(name, role, event))
        : RoleChecks.requireString(field, event.fields());
  }
}
