/**
 * Turns events into sessions. A merging window function gathers the events of a machine, the
 * grouping brings them together, and a pure function cuts the exact sessions. An event that comes
 * after its session was emitted makes a revision. See docs/semantics.md, section 3, and
 * docs/design/grouping.md.
 */
@NullMarked
package dev.sessionbeam.session;

import org.jspecify.annotations.NullMarked;
