package dev.sessionbeam.definition.table;

import java.io.Serializable;
import java.util.List;

/**
 * The typed columns of a dataset, in order. The partitions are not among them.
 *
 * @param columns the columns, in the order in which files have them
 * @param hasRest whether files of columns have one more column, {@link #REST}, after all others
 */
public record Table(List<Column> columns, boolean hasRest) implements Serializable {
  /**
   * The name of the last column of {@code events}, a text: the JSON of what the other columns do
   * not give back. A JSON line has no field for it.
   */
  public static final String REST = "rest";

  public Table {
    columns = List.copyOf(columns);
  }
}
