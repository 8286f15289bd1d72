/**
 * Parses, changes and writes JSON without loss, and converts times. An object keeps the order of
 * its fields and every digit of their values, and a change does not rebuild it. This package knows
 * nothing of events or sessions.
 */
@NullMarked
package dev.sessionbeam.json;

import org.jspecify.annotations.NullMarked;
