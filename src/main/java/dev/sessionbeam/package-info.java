/** The pipeline, from its source to its lines. */
@NullMarked
package dev.sessionbeam;

import org.jspecify.annotations.NullMarked;
