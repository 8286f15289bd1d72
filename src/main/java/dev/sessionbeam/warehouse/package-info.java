/**
 * The statements that make tables and views of an output, for each dialect of SQL, and the script
 * that loads an output into Redshift. It prints texts; it opens no file and no connection. See
 * docs/warehouse.md.
 */
@NullMarked
package dev.sessionbeam.warehouse;

import org.jspecify.annotations.NullMarked;
