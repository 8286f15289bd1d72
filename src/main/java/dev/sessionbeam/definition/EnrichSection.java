package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code enrich}: the fields to add, in order. Each may use earlier ones. */
final class EnrichSection {
  private final KnownFields known;

  EnrichSection(KnownFields known) {
    this.known = known;
  }

  List<EnrichField> read(YamlNode node) {
    List<EnrichField> fields = new ArrayList<>();
    YamlMap enrich = node.map();
    if (enrich == null) {
      return fields;
    }
    for (Map.Entry<String, YamlNode> entry : enrich.entries().entrySet()) {
      EnrichField field = readField(entry.getKey(), entry.getValue());
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  private @Nullable EnrichField readField(String name, YamlNode node) {
    FieldPath field = FieldReader.ofTopLevel(name, node);
    Expression value = known.value(node, true);
    if (field == null) {
      return null;
    }
    rejectTaken(field, node);
    known.add(field, node);
    return value == null ? null : new EnrichField(name, value);
  }

  private void rejectTaken(FieldPath field, YamlNode node) {
    String role = known.roleThatMeets(field);
    if (OutputSettings.SESSION_FIELDS.contains(field.head())) {
      node.fault("'" + field + "' is a field that the session step adds: choose another name");
    } else if (role != null) {
      node.fault("'" + field + "' holds the event's " + role + ": choose another name");
    } else {
      KnownFields.isReserved(field, node);
    }
  }
}
