package dev.sessionbeam.deploy;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A platform and a journal in memory, with a stream of records and what jobs publish of it. A
 * caller can be killed before and after each thing that it does.
 */
final class SimulatedPlatform implements Platform, Journal {
  /** What the job of a version does. */
  enum Behaviour {
    GOOD,
    CANNOT_BE_STARTED,
    ENDS,
    NEVER_COMPLETES_A_CHECKPOINT,
    COMPLETES_ONE_WHILE_IT_IS_ENDED,
    CANNOT_BE_STOPPED
  }

  /** The caller is gone. */
  static final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A job, and how far it is. */
  private static final class Job {
    final Launch launch;
    boolean ended;
    int looks;
    int read;
    @Nullable Integer completed;

    Job(Launch launch, int read) {
      this.launch = launch;
      this.read = read;
    }
  }

  private final Map<Integer, Behaviour> versions = new HashMap<>();
  private final Map<String, Job> jobs = new HashMap<>();
  private final Map<String, Integer> states = new HashMap<>();
  private final Set<Integer> kills = new HashSet<>();
  private StageNote note = StageNote.EMPTY;
  private int published;
  private int things;
  private boolean removed;

  SimulatedPlatform version(int number, Behaviour behaviour) {
    versions.put(number, behaviour);
    return this;
  }

  /** Kills the caller at these of the points that it passes from now on, counted from 1. */
  void killAt(Integer... points) {
    things = 0;
    kills.clear();
    kills.addAll(Set.of(points));
  }

  int things() {
    return things;
  }

  boolean removed() {
    return removed;
  }

  /** The version of the only job that runs; 0 if none does. */
  int running() {
    return jobs.values().stream()
        .filter(job -> !job.ended)
        .mapToInt(job -> job.launch.version())
        .reduce(
            0,
            (one, other) -> {
              if (one != 0) {
                throw new AssertionError("two jobs run, of the versions " + one + " and " + other);
              }
              return other;
            });
  }

  private void point() {
    things++;
    if (kills.contains(things)) {
      throw new KilledException();
    }
  }

  @Override
  public StageNote read() {
    return note;
  }

  @Override
  public void write(StageNote written) {
    point();
    note = written;
    point();
  }

  @Override
  public void start(Launch launch) throws IOException {
    point();
    if (versions.get(launch.version()) == Behaviour.CANNOT_BE_STARTED) {
      throw new IOException("a port is in use");
    }
    if (launch.savepoint() != null && !states.containsKey(launch.savepoint())) {
      throw new IOException("there is no savepoint");
    }
    if (!jobs.containsKey(launch.jobId())) {
      String from = launch.savepoint();
      jobs.put(
          launch.jobId(),
          new Job(launch, from == null ? 0 : Objects.requireNonNull(states.get(from))));
      running();
    }
    point();
  }

  @Override
  public Look look(Launch launch) {
    point();
    Job job = started(launch);
    job.looks++;
    switch (behaviour(job)) {
      case ENDS -> {
        job.ended = true;
        return new Look(Look.State.ENDED, "it crashed");
      }
      case GOOD, CANNOT_BE_STOPPED -> {
        if (job.looks >= 3 && !job.ended) {
          completeCheckpoint(job);
        }
      }
      default -> {}
    }
    return new Look(
        job.completed == null ? Look.State.STARTING : Look.State.CHECKPOINTED, "it is slow");
  }

  @Override
  public String stop(Launch launch) throws NoSavepointException {
    point();
    Job job = started(launch);
    if (behaviour(job) == Behaviour.CANNOT_BE_STOPPED) {
      throw new NoSavepointException("a task does not answer; the job runs on");
    }
    String savepoint = "savepoint-" + launch.jobId();
    if (!job.ended) {
      completeCheckpoint(job);
      states.put(savepoint, job.read);
      job.ended = true;
    }
    point();
    return savepoint;
  }

  @Override
  public @Nullable String end(Launch launch) {
    point();
    Job job = jobs.get(launch.jobId());
    if (job != null && !job.ended) {
      if (behaviour(job) == Behaviour.COMPLETES_ONE_WHILE_IT_IS_ENDED && job.completed == null) {
        completeCheckpoint(job);
        versions.put(launch.version(), Behaviour.GOOD);
      }
      job.ended = true;
    }
    point();
    return job == null || job.completed == null ? null : "checkpoint-" + launch.jobId();
  }

  @Override
  public void remove() {
    point();
    if (running() != 0) {
      throw new AssertionError("the job of version " + running() + " still runs");
    }
    removed = true;
    point();
  }

  /** Publishes what the job has read since its start or its last checkpoint. */
  private void completeCheckpoint(Job job) {
    int from = job.read;
    if (from != published) {
      throw new AssertionError(
          "version " + job.launch.version() + " publishes from " + from + ", not " + published);
    }
    job.read = from + 10;
    published = job.read;
    job.completed = job.read;
    states.put("checkpoint-" + job.launch.jobId(), job.read);
  }

  private Job started(Launch launch) {
    return Objects.requireNonNull(jobs.get(launch.jobId()), "it was never started");
  }

  private Behaviour behaviour(Job job) {
    return Objects.requireNonNull(versions.get(job.launch.version()));
  }
}
