package dev.sessionbeam.explain;

import dev.sessionbeam.definition.CleanOperation;
import dev.sessionbeam.json.FieldPath;
import java.util.List;

/** The name of a cleaning operation, and the fields that it may change. */
final class CleanedFields {
  private final String name;
  private final List<FieldPath> fields;

  private CleanedFields(String name, FieldPath... fields) {
    this.name = name;
    this.fields = List.of(fields);
  }

  /** Returns the operation's name in a definition. */
  static String name(CleanOperation operation) {
    return describe(operation).name;
  }

  static List<FieldPath> of(CleanOperation operation) {
    return describe(operation).fields;
  }

  private static CleanedFields describe(CleanOperation operation) {
    if (operation instanceof CleanOperation.Set set) {
      return new CleanedFields("set", set.field());
    }
    if (operation instanceof CleanOperation.Rename rename) {
      return new CleanedFields("rename", rename.from(), rename.to());
    }
    if (operation instanceof CleanOperation.Drop drop) {
      return new CleanedFields("drop", drop.field());
    }
    if (operation instanceof CleanOperation.Trim trim) {
      return new CleanedFields("trim", trim.field());
    }
    if (operation instanceof CleanOperation.Lower lower) {
      return new CleanedFields("lower", lower.field());
    }
    if (operation instanceof CleanOperation.Upper upper) {
      return new CleanedFields("upper", upper.field());
    }
    if (operation instanceof CleanOperation.Replace replace) {
      return new CleanedFields("map", replace.field());
    }
    if (operation instanceof CleanOperation.Scale scale) {
      return new CleanedFields("scale", scale.field());
    }
    return new CleanedFields("default", ((CleanOperation.Default) operation).field());
  }
}
