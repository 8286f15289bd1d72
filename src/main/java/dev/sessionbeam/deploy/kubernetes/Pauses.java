package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Waits between two questions to a cluster. */
final class Pauses {
  private static final long SECONDS = 2;

  private Pauses() {}

  /**
   * Waits for two seconds.
   *
   * @throws IOException if it is interrupted
   */
  static void await() throws IOException {
    try {
      TimeUnit.SECONDS.sleep(SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}
