/**
 * The command line: arguments in, exit status out. Each command is one class. This package prints
 * the messages of a failure to the user.
 */
@NullMarked
package dev.sessionbeam.cli;

import org.jspecify.annotations.NullMarked;
