/**
 * Simulated events, the same bytes for the same settings, in files or in a Kinesis stream. The
 * pipeline does not use this package.
 */
@NullMarked
package dev.sessionbeam.simulate;

import org.jspecify.annotations.NullMarked;
