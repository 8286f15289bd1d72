package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.expression.Identifiers;
import dev.sessionbeam.json.FieldPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one operation of a clean rule as a list of changes, one per field. */
final class CleanOperationReader {
  private final KnownFields known;
  private final String operation;
  private final @Nullable Expression when;

  /**
   * Creates a reader of one operation.
   *
   * @param when the rule's condition; null if it has none
   */
  CleanOperationReader(KnownFields known, String operation, @Nullable Expression when) {
    this.known = known;
    this.operation = operation;
    this.when = when;
  }

  List<CleanOperation> read(YamlNode node) {
    return switch (operation) {
      case "drop", "trim", "lower", "upper" -> readFields(node);
      default -> readMapping(node);
    };
  }

  private List<CleanOperation> readFields(YamlNode node) {
    List<CleanOperation> operations = new ArrayList<>();
    for (YamlNode item : node.items()) {
      FieldPath field = FieldReader.read(item);
      if (field != null) {
        operations.add(operationOn(field, item));
      }
    }
    return operations;
  }

  private CleanOperation operationOn(FieldPath field, YamlNode node) {
    return switch (operation) {
      case "trim" -> new CleanOperation.Trim(field);
      case "lower" -> new CleanOperation.Lower(field);
      case "upper" -> new CleanOperation.Upper(field);
      default -> {
        rejectRole(field, node);
        remove(field);
        yield new CleanOperation.Drop(field);
      }
    };
  }

  private List<CleanOperation> readMapping(YamlNode node) {
    List<CleanOperation> operations = new ArrayList<>();
    YamlMap changes = node.map();
    if (changes == null) {
      return operations;
    }
    for (Map.Entry<String, YamlNode> entry : changes.entries().entrySet()) {
      YamlNode value = entry.getValue();
      FieldPath field = FieldReader.of(entry.getKey(), value);
      CleanOperation read = field == null ? null : operationWith(field, value);
      if (read != null) {
        operations.add(read);
      }
    }
    return operations;
  }

  private @Nullable CleanOperation operationWith(FieldPath field, YamlNode value) {
    return switch (operation) {
      case "set" -> set(field, value);
      case "rename" -> rename(field, value);
      case "map" -> replace(field, value);
      case "scale" -> {
        BigDecimal factor = Literals.number(value);
        yield factor == null ? null : new CleanOperation.Scale(field, factor);
      }
      default -> {
        rejectSourceOfRole(field, value, "coalesce(" + field + ", …)");
        known.add(field, value);
        String json = Literals.json(value);
        yield json == null ? null : new CleanOperation.Default(field, json);
      }
    };
  }

  private @Nullable CleanOperation set(FieldPath field, YamlNode node) {
    if (KnownFields.isReserved(field, node)) {
      return null;
    }
    Expression value = known.value(node, false);
    if (value != null && !readsRoleAt(field, value)) {
      rejectSourceOfRole(field, node, value.text());
    }
    known.add(field, node);
    return value == null ? null : new CleanOperation.Set(field, value);
  }

  private @Nullable CleanOperation rename(FieldPath from, YamlNode node) {
    String name = node.text();
    FieldPath topLevel = FieldReader.ofTopLevel(from.toString(), node);
    FieldPath to = name == null ? null : FieldReader.ofTopLevel(name, node);
    rejectRole(from, node);
    if (to == null || topLevel == null) {
      return null;
    }
    rejectSourceOfRole(to, node, "coalesce(" + to + ", " + from + ")");
    remove(from);
    known.add(to, node);
    return new CleanOperation.Rename(from, to);
  }

  /** Notes that no record has the field any more, if the rule applies to all records. */
  private void remove(FieldPath field) {
    if (when == null) {
      known.output().remove(field);
    }
  }

  private void rejectRole(FieldPath field, YamlNode node) {
    String role = known.roleWithin(field);
    if (role != null) {
      node.fault("'" + field + "' holds the event's " + role + ", which a rule must not remove");
    }
  }

  /** Whether the rule corrects a value that is there, and does not only provide one. */
  private boolean readsRoleAt(FieldPath field, Expression value) {
    return Identifiers.mentions(value.text(), field.head())
        || (when != null && Identifiers.mentions(when.text(), field.head()));
  }

  /**
   * Notes a fault if a rule provides the value of a role. A record without the value is rejected
   * before any rule.
   */
  private void rejectSourceOfRole(FieldPath field, YamlNode node, String expression) {
    String role = known.roleThatMeets(field);
    if (role != null) {
      node.fault(
          "'"
              + field
              + "' holds the event's "
              + role
              + ", and a record without it is rejected before this rule: write an expression at"
              + " event."
              + (role.equals("time") ? "time.field" : role)
              + " instead, such as "
              + expression);
    }
  }

  private CleanOperation replace(FieldPath field, YamlNode node) {
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
    return new CleanOperation.Replace(field, values);
  }
}
