package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.TimeFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code event}: the fields with roles, and other fields for expressions. */
final class EventSection {
  private static final Pattern QUOTED_NAME = Pattern.compile("\"[^\"]*\"|`[^`]*`");
  private static final Pattern OPERATOR = Pattern.compile("[()\\[\\]{}'?+<>=&|!,%]| [-*/] ");

  private final KnownFields known;
  private final List<String> further = new ArrayList<>();
  private @Nullable FieldPath unwrap;

  EventSection(KnownFields known) {
    this.known = known;
  }

  @Nullable Roles read(YamlNode node) {
    YamlMap event = node.map("id", "machine", "time", "action", "fields", "unwrap");
    if (event == null) {
      return null;
    }
    YamlNode unwrapNode = event.get("unwrap");
    unwrap = unwrapNode == null ? null : UnwrapSetting.read(unwrapNode);
    YamlNode idNode = event.get("id");
    Role id = idNode == null ? null : role("id", idNode);
    Role machine = machine(event.required("machine"));
    YamlNode timeNode = event.required("time");
    YamlMap time =
        timeNode == null ? null : timeNode.map("field", "format", "zone", "max_clock_skew");
    YamlNode timeField = time == null ? null : time.required("field");
    String timeText = timeField == null ? null : timeField.text();
    Role timeRole = role("time", timeField, timeText);
    boolean computed = timeText != null && isExpression(timeText);
    TimeFormat format = time == null ? null : TimeSection.read(time, !computed);
    Duration skew = time == null ? null : TimeSection.maxClockSkew(time);
    Role action = role("action", event.required("action"));
    YamlNode fields = event.get("fields");
    if (fields != null) {
      readFields(fields);
    }
    return machine == null || timeRole == null || skew == null || action == null
        ? null
        : new Roles(id, machine, timeRole, format, skew, action);
  }

  /** Returns the fields without roles that expressions may name. */
  List<String> further() {
    return further;
  }

  /** Returns the path to the records in a record that holds many; null if there are none. */
  @Nullable FieldPath unwrap() {
    return unwrap;
  }

  private @Nullable Role machine(@Nullable YamlNode node) {
    Role machine = role("machine", node);
    FieldPath field = machine == null ? null : machine.field();
    if (node != null && field != null && OutputSettings.SESSION_LINE.contains(field.head())) {
      node.fault(
          "each session has its own field '"
              + field.head()
              + "': the field of the machine must have another name");
    }
    return machine;
  }

  private @Nullable Role role(String role, @Nullable YamlNode node) {
    return role(role, node, node == null ? null : node.text());
  }

  private @Nullable Role role(String role, @Nullable YamlNode node, @Nullable String text) {
    if (node == null || text == null) {
      return null;
    }
    if (isExpression(text)) {
      Expression value = known.role(node, role.equals("time"));
      return value == null ? null : new Role.Computed(value);
    }
    FieldPath field = FieldReader.of(text, node);
    if (field == null) {
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
    known.addRole(role, field, node);
    return new Role.OfField(field);
  }

  /** Whether a role is an expression. A field with such a name is written in quotes. */
  private static boolean isExpression(String text) {
    return OPERATOR.matcher(QUOTED_NAME.matcher(text).replaceAll("x")).find();
  }

  private void readFields(YamlNode fields) {
    for (YamlNode item : fields.items()) {
      String name = item.text();
      FieldPath field = name == null ? null : FieldReader.ofTopLevel(name, item);
      if (field != null && !KnownFields.isReserved(field, item)) {
        known.add(field, item);
        further.add(field.toString());
      }
    }
  }
}
