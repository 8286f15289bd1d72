/** The event, its JSON text and its coders: what every other package speaks of. */
@NullMarked
package dev.sessionbeam.event;

import org.jspecify.annotations.NullMarked;
