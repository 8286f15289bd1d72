/**
 * Conditions and derived values over a record, in CEL. An expression is checked before a run
 * starts, and it cannot run other code. An integer beyond 64 bits is read as the nearest double. A
 * result that is not a finite number has no value.
 */
@NullMarked
package dev.sessionbeam.expression;

import org.jspecify.annotations.NullMarked;
