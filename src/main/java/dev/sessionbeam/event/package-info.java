/**
 * Immutable records and events, and their coders. A record keeps its bytes and its origin; an event
 * has a machine, an instant, an id and an action. Almost every other package uses these types.
 */
@NullMarked
package dev.sessionbeam.event;

import org.jspecify.annotations.NullMarked;
