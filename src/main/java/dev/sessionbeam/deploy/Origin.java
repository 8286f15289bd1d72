package dev.sessionbeam.deploy;

import org.jspecify.annotations.Nullable;

/**
 * From where a version goes on.
 *
 * @param stops whether the job that runs is stopped with a savepoint, and not just ended
 * @param path a savepoint or checkpoint that somebody chose; null for what the job leaves
 */
public record Origin(boolean stops, @Nullable String path) {
  /**
   * From the savepoint with which the job is stopped; if none runs, from that of the last removal,
   * or afresh.
   */
  public static final Origin SAVEPOINT = new Origin(true, null);

  /** From the last checkpoint of the job, which is ended: for one that cannot be stopped. */
  public static final Origin LAST_CHECKPOINT = new Origin(false, null);

  /** From a savepoint or checkpoint that somebody chose. The job is ended. */
  public static Origin chosen(String path) {
    return new Origin(false, path);
  }
}
