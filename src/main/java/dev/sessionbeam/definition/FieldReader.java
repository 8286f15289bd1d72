package dev.sessionbeam.definition;

import dev.sessionbeam.json.FieldPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the names of a record's fields. */
final class FieldReader {
  private FieldReader() {}

  /** Returns the field that a setting names; or notes a fault and returns null. */
  static @Nullable FieldPath read(YamlNode node) {
    String text = node.text();
    return text == null ? null : of(text, node);
  }

  /** Returns the fields that a setting names: one field or a list. */
  static List<FieldPath> readAll(YamlNode node) {
    List<FieldPath> fields = new ArrayList<>();
    for (YamlNode item : node.items()) {
      FieldPath field = read(item);
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** Returns the field of this name; or notes a fault at {@code node} and returns null. */
  static @Nullable FieldPath of(String name, YamlNode node) {
    try {
      return FieldPath.of(name);
    } catch (IllegalArgumentException e) {
      node.fault("'" + name + "' is not a field: " + e.getMessage());
      return null;
    }
  }

  /**
   * Returns the record's own field of this name; or notes a fault at {@code node} and returns null.
   * A field that is nested in another field is a fault.
   */
  static @Nullable FieldPath ofTopLevel(String name, YamlNode node) {
    FieldPath field = of(name, node);
    if (field != null && !field.isTopLevel()) {
      node.fault("'" + name + "' is nested: only a field of the record itself can be named here");
      return null;
    }
    return field;
  }
}
