/**
 * Parquet files over Java's channels, without a file system of Hadoop. It knows nothing of
 * sessions. See docs/design/parquet.md.
 */
@NullMarked
package dev.sessionbeam.parquet;

import org.jspecify.annotations.NullMarked;
