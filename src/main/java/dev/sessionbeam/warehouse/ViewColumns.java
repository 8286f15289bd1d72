package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Table;
import java.util.ArrayList;
import java.util.List;

/** The names of the columns that the views of events and sessions have, in order. */
final class ViewColumns {
  private ViewColumns() {}

  static List<String> of(Warehouse warehouse, boolean events) {
    Table table = events ? warehouse.tables().events() : warehouse.tables().sessions();
    List<String> names = new ArrayList<>(table.columns().stream().map(Column::name).toList());
    if (warehouse.hasRest(table)) {
      names.add(Table.REST);
    }
    names.addAll(warehouse.partitions());
    return names;
  }
}
