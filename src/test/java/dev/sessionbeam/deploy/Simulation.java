package dev.sessionbeam.deploy;

import java.io.IOException;
import java.util.List;

/**
 * A platform and a journal for {@link RolloutScenarios}, with {@link SimulatedJobs}. A caller can
 * be killed before and after each thing that it does.
 */
public interface Simulation {
  /** Says what the job of a version does from now on. */
  Simulation version(int number, Behaviour behaviour) throws IOException;

  Platform platform() throws IOException;

  Journal journal() throws IOException;

  /** The jobs, and what they publish. */
  SimulatedJobs jobs();

  /** Where callers are killed. */
  Kills kills();

  /** Whether all that runs for the stage was removed. */
  boolean removed() throws IOException;

  /** What is deleted of the data, if somebody wants that. */
  List<String> data();

  /** Where the savepoint of a job is. */
  String savepoint(String jobId);

  /** Where the last checkpoint of a job is. */
  String checkpoint(String jobId);

  /** What is said of a job that completes no checkpoint. */
  String slow();

  /** Why a job cannot be started. */
  String unstartable();

  /**
   * Whether a caller is killed at all pairs of moments. If not, at one pair for each moment, and
   * only after things: before the next thing, nothing is different.
   */
  boolean triesAllPairs();

  /** What the job of a version does. */
  enum Behaviour {
    GOOD,
    CANNOT_BE_STARTED,
    ENDS,
    NEVER_COMPLETES_A_CHECKPOINT,
    COMPLETES_ONE_WHILE_IT_IS_ENDED,
    CANNOT_BE_STOPPED,
    SAVEPOINT_COMES_TOO_LATE
  }

  /** The caller is gone. */
  final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
