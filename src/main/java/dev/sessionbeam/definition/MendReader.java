package dev.sessionbeam.definition;

import dev.sessionbeam.event.FieldPath;
import dev.sessionbeam.expression.Expression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one operation of a clean rule: the changes that it makes, one per field. */
final class MendReader {
  private final KnownFields known;
  private final String operation;

  MendReader(KnownFields known, String operation) {
    this.known = known;
    this.operation = operation;
  }

  List<Mend> read(YamlNode node) {
    return switch (operation) {
      case "drop", "trim", "lower", "upper" -> readFields(node);
      default -> readMapping(node);
    };
  }

  private List<Mend> readFields(YamlNode node) {
    List<Mend> mends = new ArrayList<>();
    for (YamlNode item : node.items()) {
      FieldPath field = Fields.read(item);
      if (field != null) {
        mends.add(mend(field, item));
      }
    }
    return mends;
  }

  private Mend mend(FieldPath field, YamlNode node) {
    return switch (operation) {
      case "trim" -> new Mend.Trim(field);
      case "lower" -> new Mend.Lower(field);
      case "upper" -> new Mend.Upper(field);
      default -> {
        refuseRole(field, node);
        yield new Mend.Drop(field);
      }
    };
  }

  private List<Mend> readMapping(YamlNode node) {
    List<Mend> mends = new ArrayList<>();
    YamlMap changes = node.map();
    if (changes == null) {
      return mends;
    }
    for (Map.Entry<String, YamlNode> entry : changes.entries().entrySet()) {
      YamlNode value = entry.getValue();
      FieldPath field = Fields.of(entry.getKey(), value);
      Mend mend = field == null ? null : mendWith(field, value);
      if (mend != null) {
        mends.add(mend);
      }
    }
    return mends;
  }

  private @Nullable Mend mendWith(FieldPath field, YamlNode value) {
    return switch (operation) {
      case "set" -> set(field, value);
      case "rename" -> rename(field, value);
      case "map" -> replace(field, value);
      case "scale" -> {
        BigDecimal factor = Literals.number(value);
        yield factor == null ? null : new Mend.Scale(field, factor);
      }
      default -> {
        known.add(field);
        String json = Literals.json(value);
        yield json == null ? null : new Mend.Default(field, json);
      }
    };
  }

  private @Nullable Mend set(FieldPath field, YamlNode node) {
    if (KnownFields.isReserved(field, node)) {
      return null;
    }
    Expression value = known.value(node, false);
    known.add(field);
    return value == null ? null : new Mend.Set(field, value);
  }

  private @Nullable Mend rename(FieldPath from, YamlNode node) {
    String name = node.text();
    FieldPath topLevel = Fields.ofTopLevel(from.toString(), node);
    FieldPath to = name == null ? null : Fields.ofTopLevel(name, node);
    refuseRole(from, node);
    if (to == null || topLevel == null) {
      return null;
    }
    known.add(to);
    return new Mend.Rename(from, to);
  }

  private void refuseRole(FieldPath field, YamlNode node) {
    String role = known.roleWithin(field);
    if (role != null) {
      node.fault("'" + field + "' holds the event's " + role + ", which cannot be taken away");
    }
  }

  private Mend replace(FieldPath field, YamlNode node) {
    Map<String, String> values = new LinkedHashMap<>();
    YamlMap replacements = node.map();
    if (replacements != null) {
      for (Map.Entry<String, YamlNode> entry : replacements.entries().entrySet()) {
        String json = Literals.jsonOrNull(entry.getValue());
        if (json != null) {
          values.put(entry.getKey(), json);
        }
      }
    }
    return new Mend.Replace(field, values);
  }
}
