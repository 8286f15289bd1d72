package dev.sessionbeam.simulate;

import java.io.IOException;

/** Receives records in the order in which they arrive. */
@FunctionalInterface
interface RecordSink {
  /** Receives one record. */
  void write(Arrival arrival) throws IOException;

  /** Whether it has enough records and takes no more. */
  default boolean isFull() {
    return false;
  }
}
