/**
 * Rows in Parquet files: how each type of column is stored, and the writing and reading of files.
 * See docs/design/parquet.md.
 */
@NullMarked
package dev.sessionbeam.output.parquet;

import org.jspecify.annotations.NullMarked;
