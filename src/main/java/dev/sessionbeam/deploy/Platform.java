package dev.sessionbeam.deploy;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs the job of a stage. Whoever calls it may be killed at any moment and calls it again
 * later, so each method first finds out what was done already.
 */
public interface Platform {
  /**
   * Starts a job, unless just this launch was started before. Does not wait until it runs.
   *
   * @throws IOException with a message for the user if it cannot be started
   */
  void start(Launch launch) throws IOException;

  /** Returns how a job is doing that was started. */
  Look look(Launch launch) throws IOException;

  /**
   * Stops a job with a savepoint, and waits until it has ended. If that was done before, returns
   * the same savepoint.
   *
   * @return where the savepoint is
   * @throws NoSavepointException if there is none; the message says whether the job runs on
   */
  String stop(Launch launch) throws IOException, NoSavepointException;

  /**
   * Ends a job without a savepoint, and waits until it has ended. It may not run at all.
   *
   * @return its last completed checkpoint or savepoint, which is after its start; null if it has
   *     completed none, so that nothing of it was published
   */
  @Nullable String end(Launch launch) throws IOException;

  /** Removes all that runs for the stage, once its job has ended. Data stay. */
  void remove() throws IOException;

  /**
   * Deletes the data of the stage, once all that runs was removed. Some of it may be gone already.
   *
   * @param data what is deleted, as {@link StageData#objects} has named it when it was asked for
   * @throws IOException with a message for the user if something of it is still there
   */
  void deleteData(List<String> data) throws IOException;
}
