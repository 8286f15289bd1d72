package dev.sessionbeam.definition;

import dev.sessionbeam.event.Roles;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.TimeFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code event}: the fields with roles, and other fields for expressions. */
final class EventSection {
  /**
   * The fields of a session's line. The line also has the machine under its field's own name, which
   * must not be one of these. See docs/semantics.md, section 4.
   */
  private static final Set<String> OF_SESSIONS =
      Set.of(
          "session_id",
          "session_start",
          "session_end",
          "duration_ms",
          "event_count",
          "opened_by",
          "first_action",
          "last_action",
          "actions",
          "revision",
          "replaces");

  private final KnownFields known;
  private final List<String> further = new ArrayList<>();

  EventSection(KnownFields known) {
    this.known = known;
  }

  @Nullable Roles read(YamlNode node) {
    YamlMap event = node.map("id", "machine", "time", "action", "fields");
    if (event == null) {
      return null;
    }
    YamlNode idNode = event.get("id");
    FieldPath id = idNode == null ? null : role("id", idNode);
    YamlNode machineNode = event.required("machine");
    FieldPath machine = role("machine", machineNode);
    if (machineNode != null && machine != null && OF_SESSIONS.contains(machine.head())) {
      machineNode.fault(
          "each session has its own field '"
              + machine.head()
              + "': the field of the machine must have another name");
    }
    YamlNode timeNode = event.required("time");
    YamlMap time =
        timeNode == null ? null : timeNode.map("field", "format", "zone", "max_clock_skew");
    FieldPath timeField = time == null ? null : role("time", time.required("field"));
    TimeFormat format = time == null ? null : TimeSection.read(time);
    Duration skew = time == null ? null : TimeSection.maxClockSkew(time);
    FieldPath action = role("action", event.required("action"));
    YamlNode fields = event.get("fields");
    if (fields != null) {
      readFields(fields);
    }
    return machine == null || timeField == null || format == null || skew == null || action == null
        ? null
        : new Roles(id, machine, timeField, format, skew, action);
  }

  /** Returns the fields without roles that expressions may name. */
  List<String> further() {
    return further;
  }

  private @Nullable FieldPath role(String role, @Nullable YamlNode node) {
    FieldPath field = node == null ? null : FieldReader.read(node);
    if (node == null || field == null) {
      return null;
    }
    String other = known.roleThatMeets(field);
    if (other != null) {
      node.fault(
          "'"
              + field
              + "' overlaps with the field of "
              + other
              + ": each role needs a field of its own");
    }
    known.addRole(role, field);
    return field;
  }

  private void readFields(YamlNode fields) {
    for (YamlNode item : fields.items()) {
      String name = item.text();
      FieldPath field = name == null ? null : FieldReader.ofTopLevel(name, item);
      if (field != null && !KnownFields.isReserved(field, item)) {
        known.add(field);
        further.add(field.head());
      }
    }
  }
}
