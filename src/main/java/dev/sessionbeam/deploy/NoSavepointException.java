package dev.sessionbeam.deploy;

/** No savepoint could be taken of a job. */
public final class NoSavepointException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message why, for the user, and whether the job still runs
   */
  public NoSavepointException(String message) {
    super(message);
  }
}
