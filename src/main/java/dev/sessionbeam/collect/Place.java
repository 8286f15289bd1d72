package dev.sessionbeam.collect;

/** Where all events of a request are. */
enum Place {
  /** All are in the stream. */
  STREAM,
  /** All are safe, and at least one of them only in the spool. */
  SPOOL,
  /** At least one is nowhere, so none is acknowledged. */
  NOWHERE
}
