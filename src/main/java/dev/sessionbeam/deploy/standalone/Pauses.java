package dev.sessionbeam.deploy.standalone;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waits between two questions to a cluster. */
final class Pauses {
  private static final long MILLIS = 500;

  private Pauses() {}

  /**
   * Waits for half a second.
   *
   * @throws IOException if it is interrupted
   */
  static void await() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
