package dev.sessionbeam.simulate;

import java.io.IOException;

/** Takes records in the order in which they arrive. */
@FunctionalInterface
interface RecordSink {
  /** Takes one record. */
  void write(Arrival arrival) throws IOException;

  /** Whether it has enough, and takes no more. */
  default boolean isFull() {
    return false;
  }
}
