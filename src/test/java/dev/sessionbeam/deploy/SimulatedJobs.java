package dev.sessionbeam.deploy;

import dev.sessionbeam.deploy.Simulation.Behaviour;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Jobs over a stream of records, and what they publish of it. Fails if two jobs run at a time, and
 * if a job publishes a record again or leaves one out.
 */
public final class SimulatedJobs {
  /** A job, and how far it is. */
  private static final class Job {
    final int version;
    boolean ended;
    int looks;
    int read;
    int completed;

    Job(int version, int read) {
      this.version = version;
      this.read = read;
    }
  }

  private final Map<Integer, Behaviour> versions = new HashMap<>();
  private final Map<String, Job> jobs = new HashMap<>();
  private final Map<String, Integer> states = new HashMap<>();
  private final BiFunction<String, Integer, String> checkpoints;
  private int published;
  private int deletions;

  /**
   * Creates a stream of which nothing was published.
   *
   * @param checkpoints takes a checkpoint, by the id of its job and its number from 1, and returns
   *     where it is
   */
  public SimulatedJobs(BiFunction<String, Integer, String> checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** Says what the job of a version does from now on. */
  public void version(int number, Behaviour behaviour) {
    versions.put(number, behaviour);
  }

  /** Starts a job from a state; null to begin afresh. It ends at once if there is no such state. */
  public void start(String id, int version, @Nullable String from) {
    Integer read = from == null ? Integer.valueOf(0) : states.get(from);
    Job job = new Job(version, read == null ? 0 : read);
    job.ended = read == null;
    jobs.put(id, job);
    running();
  }

  public boolean isKnown(String id) {
    return jobs.containsKey(id);
  }

  public boolean hasStarted(int version) {
    return jobs.values().stream().anyMatch(job -> job.version == version);
  }

  public boolean hasEnded(String id) {
    return job(id).ended;
  }

  public boolean hasCompletedCheckpoint(String id) {
    return job(id).completed > 0;
  }

  /** The number of the last checkpoint of a job; 0 if it has none. */
  public int completed(String id) {
    return jobs.containsKey(id) ? job(id).completed : 0;
  }

  /** The version of the only job that runs; 0 if none does. */
  public int running() {
    return jobs.values().stream()
        .filter(job -> !job.ended)
        .mapToInt(job -> job.version)
        .reduce(
            0,
            (one, other) -> {
              if (one != 0) {
                throw new AssertionError("two jobs run, of the versions " + one + " and " + other);
              }
              return other;
            });
  }

  /** Some time passes: the job goes on. */
  public void goOn(String id) {
    Job job = job(id);
    job.looks++;
    if (job.ended) {
      return;
    }
    switch (behaviour(job)) {
      case ENDS -> job.ended = true;
      case GOOD, CANNOT_BE_STOPPED, SAVEPOINT_COMES_TOO_LATE -> {
        if (job.looks >= 3 && job.completed == 0) {
          completeCheckpoint(id, job);
        }
      }
      default -> {}
    }
  }

  public boolean canBeStarted(int version) {
    return versions.get(version) != Behaviour.CANNOT_BE_STARTED;
  }

  public boolean canBeStopped(String id) {
    Behaviour behaviour = behaviour(job(id));
    return behaviour != Behaviour.CANNOT_BE_STOPPED
        && behaviour != Behaviour.SAVEPOINT_COMES_TOO_LATE;
  }

  /** Whether a job stops with a savepoint once whoever asked for it has given up. */
  public boolean stopsTooLate(String id) {
    return behaviour(job(id)) == Behaviour.SAVEPOINT_COMES_TOO_LATE;
  }

  /** Stops a job that runs with a savepoint. */
  public void stop(String id, String savepoint) {
    Job job = job(id);
    publish(job);
    states.put(savepoint, job.read);
    job.ended = true;
  }

  /** Whether there is such a savepoint or checkpoint. */
  public boolean hasState(String path) {
    return states.containsKey(path);
  }

  /** Forgets what was published, and all states: the data are deleted. */
  public void deleteData() {
    if (running() != 0) {
      throw new AssertionError("version " + running() + " runs while its data are deleted");
    }
    states.clear();
    published = 0;
    deletions++;
  }

  /** How often data were deleted. */
  public int deletions() {
    return deletions;
  }

  /** Ends a job without a savepoint, if it runs. */
  public void end(String id) {
    Job job = jobs.get(id);
    if (job == null || job.ended) {
      return;
    }
    if (behaviour(job) == Behaviour.COMPLETES_ONE_WHILE_IT_IS_ENDED && job.completed == 0) {
      completeCheckpoint(id, job);
      versions.put(job.version, Behaviour.GOOD);
    }
    job.ended = true;
  }

  private void completeCheckpoint(String id, Job job) {
    publish(job);
    job.completed++;
    states.put(checkpoints.apply(id, job.completed), job.read);
  }

  /** Publishes what the job has read since its start or its last checkpoint. */
  private void publish(Job job) {
    int from = job.read;
    if (from != published) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "version %d publishes from %d, and %d were published",
              job.version,
              from,
              published));
    }
    job.read = from + 10;
    published = job.read;
  }

  private Behaviour behaviour(Job job) {
    Behaviour behaviour = versions.get(job.version);
    if (behaviour == null) {
      throw new AssertionError("version " + job.version + " is not known");
    }
    return behaviour;
  }

  private Job job(String id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw new AssertionError("job " + id + " was never started");
    }
    return job;
  }
}
