/**
 * Rejected records: the reasons, and the envelope that keeps a record. The list of reasons is
 * closed. This package writes and reads the envelope, so that rejected records can be replayed.
 */
@NullMarked
package dev.sessionbeam.failure;

import org.jspecify.annotations.NullMarked;
