/** Servers that tests start. They use real protocols on the loopback interface. */
@NullMarked
package dev.sessionbeam.peer;

import org.jspecify.annotations.NullMarked;
