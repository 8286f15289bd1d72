package dev.sessionbeam.simulate;

import java.io.IOException;

/** Takes records in the order in which they arrive. */
@FunctionalInterface
interface RecordSink {
  /** Takes one record: its bytes, without a line break. */
  void write(byte[] record) throws IOException;
}
