package dev.sessionbeam.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Splits the bytes of a file into records. */
public interface FileFramer {
  /** Returns the bytes of the next record, or null at the end. */
  byte @Nullable [] next() throws IOException;

  /** The position in the file of the first byte of the record that {@link #next} returned last. */
  long offset();

  /** Where the line of the last record begins. A reader can continue there. */
  long lineOffset();

  /** How many records of that line were returned, including the last one. */
  int recordsOfLine();

  /** The position in the file up to which it has been read. */
  long position();

  /** Whether the last record is an element of an array over several lines. */
  default boolean isElement() {
    return false;
  }
}
