package dev.sessionbeam.definition;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Column.Source;
import dev.sessionbeam.definition.table.ColumnNames;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.expression.ResultType;
import dev.sessionbeam.json.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays out the tables of a definition's results: which columns they have, in which order. */
final class TableLayout {
  private final Roles roles;
  private final List<EnrichField> enrichment;
  private final Map<FieldPath, DeclaredColumn> declared = new LinkedHashMap<>();

  private TableLayout(Roles roles, List<EnrichField> enrichment, List<DeclaredColumn> columns) {
    this.roles = roles;
    this.enrichment = enrichment;
    columns.forEach(column -> declared.putIfAbsent(column.path(), column));
  }

  /** Returns the tables. Their names are checked by {@link ColumnChecks}. */
  static Tables of(Roles roles, List<EnrichField> enrichment, List<DeclaredColumn> columns) {
    TableLayout layout = new TableLayout(roles, enrichment, columns);
    return new Tables(new Table(layout.events(), true), new Table(layout.sessions(), false));
  }

  private List<Column> events() {
    Map<FieldPath, ColumnType> enriched = new LinkedHashMap<>();
    for (EnrichField field : enrichment) {
      enriched.put(FieldPath.of(field.name()), typeOf(field.value().resultType()));
    }
    // First the roles that the definition does not declare, and then what it declares.
    Map<FieldPath, ColumnType> record = RoleColumns.of(roles);
    record.keySet().removeAll(declared.keySet());
    declared.forEach((path, column) -> record.put(path, column.type()));
    record.keySet().removeAll(enriched.keySet());
    // The output removes a record's own fields of these names.
    record.keySet().removeIf(path -> OutputSettings.SESSION_FIELDS.contains(path.head()));

    List<Column> columns = new ArrayList<>();
    record.forEach((path, type) -> columns.add(column(path, type, Source.RECORD)));
    enriched.forEach((path, type) -> columns.add(column(path, type, Source.ENRICH)));
    columns.addAll(
        List.of(
            ofSession("session_id", ColumnType.STRING),
            ofSession("session_start", ColumnType.TIMESTAMP),
            ofSession("session_index", ColumnType.INT64),
            ofSession("revision", ColumnType.INT64)));
    return columns;
  }

  private List<Column> sessions() {
    return List.of(
        distinct(ofSession("session_id", ColumnType.STRING)),
        machine(),
        distinct(ofSession("session_start", ColumnType.TIMESTAMP)),
        distinct(ofSession("session_end", ColumnType.TIMESTAMP)),
        ofSession("duration_ms", ColumnType.INT64),
        ofSession("event_count", ColumnType.INT64),
        ofSession("opened_by", ColumnType.STRING),
        ofSession("first_action", ColumnType.STRING),
        ofSession("last_action", ColumnType.STRING),
        ofSession("actions", ColumnType.MAP_OF_INT64),
        ofSession("revision", ColumnType.INT64),
        ofSession("replaces", ColumnType.LIST_OF_STRING));
  }

  /** In both tables, the column of the machine has the same name. */
  private Column machine() {
    FieldPath path = roles.machineInSessions();
    DeclaredColumn column = roles.machine().field() == null ? null : declared.get(path);
    String name = column == null ? ColumnNames.of(path) : column.name();
    return new Column(name, path, ColumnType.STRING, Source.SESSION);
  }

  private Column column(FieldPath path, ColumnType type, Source source) {
    DeclaredColumn column = declared.get(path);
    Role id = roles.id();
    boolean distinct = (id != null && path.equals(id.field())) || path.equals(roles.time().field());
    return new Column(
        column == null ? ColumnNames.of(path) : column.name(),
        path,
        column == null ? type : column.type(),
        source,
        distinct);
  }

  private static Column distinct(Column column) {
    return new Column(column.name(), column.path(), column.type(), column.source(), true);
  }

  private static Column ofSession(String name, ColumnType type) {
    return new Column(name, FieldPath.ofField(name), type, Source.SESSION);
  }

  private static ColumnType typeOf(ResultType type) {
    return switch (type) {
      case TEXT -> ColumnType.STRING;
      case INTEGER -> ColumnType.INT64;
      case UNSIGNED -> ColumnType.decimal(20, 0);
      case DOUBLE -> ColumnType.DOUBLE;
      case BOOLEAN -> ColumnType.BOOLEAN;
      case TIMESTAMP -> ColumnType.TIMESTAMP;
      case ANY -> ColumnType.JSON;
    };
  }
}
