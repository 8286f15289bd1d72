package dev.sessionbeam.deploy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between two questions to a cluster. */
public final class Pauses {
  private Pauses() {}

  /**
   * Waits.
   *
   * @throws IOException if it is interrupted
   */
  public static void await(Duration pause) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}
