package dev.sessionbeam.definition;

import dev.sessionbeam.expression.ExpressionScope;
import dev.sessionbeam.json.FieldPath;
import org.jspecify.annotations.Nullable;

/** Reads {@code event.unwrap}: where the records are in a record that holds many. */
final class UnwrapSetting {
  private UnwrapSetting() {}

  /** Returns the path; or notes a fault and returns null. */
  static @Nullable FieldPath read(YamlNode node) {
    FieldPath path = FieldReader.read(node);
    if (path != null && path.head().equals(ExpressionScope.THIS) && !path.isTopLevel()) {
      node.fault(
          "'"
              + path
              + "' is not supported: each element of a record that is an array is a record. Write"
              + " this alone, or a field");
      return null;
    }
    return path;
  }
}
