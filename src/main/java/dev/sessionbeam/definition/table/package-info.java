/**
 * The tables that the results are for readers: the typed columns of each dataset, and their names.
 * It knows nothing of file formats and nothing of dialects of SQL.
 */
@NullMarked
package dev.sessionbeam.definition.table;

import org.jspecify.annotations.NullMarked;
