/** The command line. */
@NullMarked
package dev.sessionbeam.cli;

import org.jspecify.annotations.NullMarked;
