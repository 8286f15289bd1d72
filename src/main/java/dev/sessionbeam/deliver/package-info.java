/**
 * Delivers events and sessions to destinations, as routes say. Every delivery is accounted for: it
 * is delivered, it waits, or it is a dead letter. See docs/deliver.md and docs/design/deliver.md.
 */
@NullMarked
package dev.sessionbeam.deliver;

import org.jspecify.annotations.NullMarked;
