package dev.sessionbeam.draft;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Proposes columns for fields. */
final class ColumnTypes {
  private ColumnTypes() {}

  /** Returns the type of each field, without fields whose columns would have the same name. */
  static Map<FieldProfile, String> of(List<FieldProfile> fields) {
    Map<FieldProfile, String> types = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (FieldProfile field : fields) {
      String name =
          String.join("_", field.field().segments())
              .replaceAll("[^A-Za-z0-9_]", "_")
              .toLowerCase(Locale.ROOT);
      if (names.add(name)) {
        types.put(field, type(field));
      }
    }
    return types;
  }

  private static String type(FieldProfile field) {
    if (field.isMostly(FieldProfile.Type.STRING)) {
      return "string";
    }
    if (field.isInteger()) {
      return "int64";
    }
    if (field.isMostly(FieldProfile.Type.INTEGER, FieldProfile.Type.DECIMAL)) {
      return "double";
    }
    return field.isMostly(FieldProfile.Type.BOOLEAN) ? "boolean" : "json";
  }
}
