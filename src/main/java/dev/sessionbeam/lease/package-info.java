/**
 * Leases: two runs that write to one output, or to one archive, never replace the same days at the
 * same time. See {@code docs/design/leases.md}.
 */
@NullMarked
package dev.sessionbeam.lease;

import org.jspecify.annotations.NullMarked;
