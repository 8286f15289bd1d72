/** A pipeline definition: YAML text in, typed and checked settings out, or all of its faults. */
@NullMarked
package dev.sessionbeam.definition;

import org.jspecify.annotations.NullMarked;
