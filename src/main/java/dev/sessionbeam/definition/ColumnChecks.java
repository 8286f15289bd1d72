package dev.sessionbeam.definition;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.ColumnNames;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.json.FieldPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the columns of the tables: each field has one column, with a type that its values can
 * have, and no two names differ only in case. {@link OutputNames} checks the names of the fields
 * themselves.
 */
final class ColumnChecks {
  private static final String AS =
      ": name the column with {type: TYPE, as: NAME} in output.columns";

  private final Map<FieldPath, YamlNode> declared = new HashMap<>();
  private final Set<FieldPath> wrong = new HashSet<>();
  private final OutputNames fields;

  /** Adds the declared fields to the names of the output. */
  ColumnChecks(Map<DeclaredColumn, YamlNode> columns, OutputNames fields) {
    this.fields = fields;
    columns.forEach(
        (column, node) -> {
          YamlNode first = declared.putIfAbsent(column.path(), node);
          if (first != null) {
            node.fault("declares a field that line " + first.line() + " declares too: remove one");
          } else if (OutputSettings.SESSION_FIELDS.contains(column.path().head())) {
            wrong.add(column.path());
            node.fault("every table has this column already: remove it here");
          } else {
            fields.add(column.path(), node);
          }
        });
  }

  /** Notes a fault at each column that is wrong. */
  void check(Roles roles, List<EnrichField> enrichment, OutputSettings settings) {
    checkTypes(roles, settings.columns());
    Tables tables = TableLayout.of(roles, enrichment, settings.columns());
    checkNames(tables.events(), settings);
    checkNames(tables.sessions(), settings);
  }

  private void checkTypes(Roles roles, List<DeclaredColumn> columns) {
    Map<FieldPath, ColumnType> roleFields = RoleColumns.of(roles);
    for (DeclaredColumn column : columns) {
      FieldPath path = column.path();
      ColumnType usual = roleFields.get(path);
      String fault =
          usual == null
              ? null
              : RoleColumns.fault(column.type(), usual, path.equals(roles.time().field()));
      if (fault != null) {
        fault(path, fault);
      }
    }
  }

  private void checkNames(Table table, OutputSettings settings) {
    List<Column> own = table.columns().stream().filter(column -> !isOfEveryTable(column)).toList();
    List<Column> always = table.columns().stream().filter(ColumnChecks::isOfEveryTable).toList();
    for (int i = 0; i < own.size(); i++) {
      Column column = own.get(i);
      checkName(column, table, settings);
      Stream.concat(always.stream(), own.subList(0, i).stream())
          .forEach(other -> compare(column, other));
    }
  }

  private static boolean isOfEveryTable(Column column) {
    String field = column.path().head();
    return column.path().isTopLevel()
        && (OutputSettings.SESSION_FIELDS.contains(field)
            || OutputSettings.SESSION_LINE.contains(field))
        && column.source() == Column.Source.SESSION;
  }

  private void checkName(Column column, Table table, OutputSettings settings) {
    String name = column.name();
    if (name.length() > ColumnNames.LONGEST) {
      fault(column.path(), "has more than " + ColumnNames.LONGEST + " characters as a name" + AS);
    }
    if (table.hasRest() && name.equalsIgnoreCase(Table.REST)) {
      fault(
          column.path(), "'" + name + "' is the column that holds what no other column holds" + AS);
    }
    if (!isNameOfField(column)
        && settings.partitionNames().stream().anyMatch(name::equalsIgnoreCase)) {
      fault(column.path(), "the column '" + name + "' has the name of a partition" + AS);
    }
  }

  private void compare(Column column, Column other) {
    boolean choosesOther =
        !declared.containsKey(column.path()) && declared.containsKey(other.path());
    FieldPath at = choosesOther ? other.path() : column.path();
    FieldPath against = choosesOther ? column.path() : other.path();
    if (isWithin(at, against) || isWithin(against, at)) {
      // Other checks report roles and enriched fields that overlap.
      if (declared.containsKey(at)) {
        fault(at, "overlaps with '" + against + "', which is a column too: remove one of them");
      }
    } else if (column.name().equalsIgnoreCase(other.name())
        && !(isNameOfField(column) && isNameOfField(other))) {
      fault(
          at,
          "'"
              + at
              + "' and '"
              + against
              + "' would both be the column '"
              + other.name()
              + "'"
              + AS);
    }
  }

  /** Whether the column has the name of its field, so that {@link OutputNames} compares it. */
  private static boolean isNameOfField(Column column) {
    return column.path().isTopLevel() && column.name().equals(column.path().head());
  }

  private static boolean isWithin(FieldPath inner, FieldPath outer) {
    int depth = outer.segments().size();
    return inner.segments().size() >= depth
        && inner.segments().subList(0, depth).equals(outer.segments());
  }

  /** Notes one fault for each field, at the node that declares its column, or names it. */
  private void fault(FieldPath path, String message) {
    YamlNode node = node(path);
    if (node != null && wrong.add(path)) {
      node.fault(message);
    }
  }

  private @Nullable YamlNode node(FieldPath path) {
    YamlNode node = declared.get(path);
    return node == null ? fields.nodeOf(path) : node;
  }
}
