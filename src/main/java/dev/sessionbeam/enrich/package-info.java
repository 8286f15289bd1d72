/** The step that adds fields and settles what sessions need to know of an event. */
@NullMarked
package dev.sessionbeam.enrich;

import org.jspecify.annotations.NullMarked;
