/** The second step: mending wrong values, and checking the time of what came out. */
@NullMarked
package dev.sessionbeam.clean;

import org.jspecify.annotations.NullMarked;
