package dev.sessionbeam.definition.table;

import dev.sessionbeam.json.FieldPath;
import java.util.regex.Pattern;

/**
 * The names of columns. They need no quotes in a query: a name has only letters, digits and
 * underscores, and does not begin with a digit.
 */
public final class ColumnNames {
  /** The longest name that all readers accept, in characters; Redshift has this limit. */
  public static final int LONGEST = 127;

  private static final Pattern VALID = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9_]");

  private ColumnNames() {}

  /**
   * Returns the column's name for a field: the names on its path with underscores between them and
   * in place of all other characters. {@code document.pages} becomes {@code document_pages}.
   */
  public static String of(FieldPath path) {
    String name = OTHER.matcher(String.join("_", path.segments())).replaceAll("_");
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  /** Returns whether a name can be that of a column. */
  public static boolean isValid(String name) {
    return name.length() <= LONGEST && VALID.matcher(name).matches();
  }
}
