package dev.sessionbeam.definition;

import dev.sessionbeam.definition.table.ColumnNames;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.json.FieldPath;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A field that {@code output.columns} declares.
 *
 * @param as the column's name, if the definition gives one; otherwise null
 */
public record DeclaredColumn(FieldPath path, ColumnType type, @Nullable String as)
    implements Serializable {
  /** Returns the column's name. */
  public String name() {
    return as == null ? ColumnNames.of(path) : as;
  }
}
