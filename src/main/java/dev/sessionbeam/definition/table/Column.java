package dev.sessionbeam.definition.table;

import dev.sessionbeam.json.FieldPath;
import java.io.Serializable;

/**
 * A column of a table. Every column may be NULL.
 *
 * @param name the column's name: letters, digits and underscores only. No other column of the table
 *     and no partition has a name that differs only in case
 * @param path where a JSON line has the value
 * @param source what adds the value to the line
 * @param distinct whether hardly two values are the same, as ids and times of events
 */
public record Column(String name, FieldPath path, ColumnType type, Source source, boolean distinct)
    implements Serializable {
  /** Creates a column whose values may repeat. */
  public Column(String name, FieldPath path, ColumnType type, Source source) {
    this(name, path, type, source, false);
  }

  /** What adds a field to the lines of a dataset. The lines have the fields in this order. */
  public enum Source {
    /** The record: fields with roles, and fields that the definition declares. */
    RECORD,
    /** The definition's section {@code enrich}. */
    ENRICH,
    /** The session. All columns of {@code sessions} are of this source. */
    SESSION
  }
}
