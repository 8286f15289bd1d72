/**
 * How complete files get their final names: a batch run swaps its results in at its end, and a
 * stream publishes a file once a checkpoint holds its name. No reader sees half a file. See
 * docs/design/overwrite.md and docs/design/fileio.md.
 */
@NullMarked
package dev.sessionbeam.publish;

import org.jspecify.annotations.NullMarked;
