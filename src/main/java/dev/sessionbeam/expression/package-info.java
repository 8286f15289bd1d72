/** Conditions and derived values over a record, in CEL. */
@NullMarked
package dev.sessionbeam.expression;

import org.jspecify.annotations.NullMarked;
