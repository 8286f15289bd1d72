/**
 * Formats results as lines and writes the lines to files: the format of each dataset, its
 * partitions, and FileIO as the writer of all files. See docs/semantics.md, section 4, and
 * docs/design/fileio.md.
 */
@NullMarked
package dev.sessionbeam.output;

import org.jspecify.annotations.NullMarked;
