/**
 * Turns JSON lines into rows of typed columns, and rows back into the same lines, byte for byte. It
 * knows nothing of file formats. See docs/design/parquet.md.
 */
@NullMarked
package dev.sessionbeam.output.row;

import org.jspecify.annotations.NullMarked;
