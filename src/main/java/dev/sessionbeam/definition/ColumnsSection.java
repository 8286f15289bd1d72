package dev.sessionbeam.definition;

import dev.sessionbeam.definition.table.ColumnNames;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.json.FieldPath;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code output.columns}: the types of fields, and other names for their columns. */
final class ColumnsSection {
  private ColumnsSection() {}

  /** Returns each declared column with the node that declares it, in the order written. */
  static Map<DeclaredColumn, YamlNode> read(YamlNode node) {
    Map<DeclaredColumn, YamlNode> columns = new LinkedHashMap<>();
    YamlMap map = node.map();
    if (map != null) {
      map.entries()
          .forEach(
              (field, column) -> {
                DeclaredColumn declared = column(field, column);
                if (declared != null) {
                  columns.putIfAbsent(declared, column);
                }
              });
    }
    return columns;
  }

  private static @Nullable DeclaredColumn column(String field, YamlNode node) {
    FieldPath path = FieldReader.of(field, node);
    YamlNode typeNode = node;
    String as = null;
    if (node.isMap()) {
      YamlMap settings = node.map("type", "as");
      typeNode = settings == null ? null : settings.required("type");
      YamlNode asNode = settings == null ? null : settings.get("as");
      as = asNode == null ? null : name(asNode);
    }
    ColumnType type = typeNode == null ? null : type(typeNode);
    return path == null || type == null ? null : new DeclaredColumn(path, type, as);
  }

  private static @Nullable ColumnType type(YamlNode node) {
    String text = node.text();
    if (text == null) {
      return null;
    }
    try {
      ColumnType type = ColumnType.parse(text);
      if (type == null) {
        node.fault(
            "unknown type '"
                + text
                + "'"
                + DefinitionFaults.suggestion(text, ColumnType.DECLARABLE));
      }
      return type;
    } catch (IllegalArgumentException e) {
      node.fault("'" + text + "': " + e.getMessage());
      return null;
    }
  }

  private static @Nullable String name(YamlNode node) {
    String name = node.text();
    if (name != null && !ColumnNames.isValid(name)) {
      node.fault(
          "must have only letters, digits and _, must not begin with a digit, and must have at most "
              + ColumnNames.LONGEST
              + " characters");
      return null;
    }
    return name;
  }
}
