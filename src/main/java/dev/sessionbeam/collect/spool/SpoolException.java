package dev.sessionbeam.collect.spool;

import java.io.IOException;

/** Thrown if the spool does not take events. The message says why. */
public final class SpoolException extends IOException {
  SpoolException(String message) {
    super(message);
  }

  SpoolException(String message, IOException cause) {
    super(message, cause);
  }
}
