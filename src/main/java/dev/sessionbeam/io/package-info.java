/**
 * Code that all sources share: it splits bytes into records, and has the clock of a stream and the
 * metrics of reading. Each kind of source has a package below this one.
 */
@NullMarked
package dev.sessionbeam.io;

import org.jspecify.annotations.NullMarked;
