package dev.sessionbeam.definition;

import dev.sessionbeam.event.FieldPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the names of a record's fields. */
final class Fields {
  private Fields() {}

  /** The field that a setting names. */
  static @Nullable FieldPath read(YamlNode node) {
    String text = node.text();
    return text == null ? null : of(text, node);
  }

  /** The fields that a setting names, one or a list. */
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

  /** The field of this name; {@code node} is to blame where it is none. */
  static @Nullable FieldPath of(String name, YamlNode node) {
    try {
      return FieldPath.of(name);
    } catch (IllegalArgumentException e) {
      node.fault("'" + name + "' is no field: " + e.getMessage());
      return null;
    }
  }

  /**
   * The record's own field of this name, not one nested in another; {@code node} is to blame where
   * it is none.
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
