package dev.sessionbeam.lease;

import java.io.IOException;

/**
 * This attempt of a run may no longer write: there is a newer attempt, another run took over, or it
 * has not renewed its lease in time. What it has not published yet, it must not publish.
 */
public final class LeaseLostException extends IOException {
  private static final long serialVersionUID = 1;

  LeaseLostException(String message) {
    super(message);
  }
}
