/**
 * Leases prevent two runs that write to one output or archive from replacing the same days at the
 * same time. A lease is in a small file that is replaced as a whole. See docs/design/leases.md.
 */
@NullMarked
package dev.sessionbeam.lease;

import org.jspecify.annotations.NullMarked;
