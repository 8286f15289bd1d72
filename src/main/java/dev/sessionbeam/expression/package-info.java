/**
 * Conditions and derived values over a record, in CEL. An expression is checked before a run
 * starts, and it cannot run other code. Numbers keep their digits: a copy is exact, two different
 * integers are never equal, and what cannot be computed exactly has no value, except for the usual
 * rounding of doubles. Each evaluation has limits on its time and on the size of its values; beyond
 * them it has no value.
 */
@NullMarked
package dev.sessionbeam.expression;

import org.jspecify.annotations.NullMarked;
