package dev.sessionbeam.deploy;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A platform and a journal in memory. */
final class SimulatedPlatform implements Simulation, Platform, Journal {
  private final SimulatedJobs jobs = new SimulatedJobs((id, number) -> checkpoint(id));
  private final Kills kills = new Kills(jobs);
  private StageNote note = StageNote.EMPTY;
  private boolean removed;

  @Override
  public SimulatedPlatform version(int number, Behaviour behaviour) {
    jobs.version(number, behaviour);
    return this;
  }

  @Override
  public Platform platform() {
    return this;
  }

  @Override
  public Journal journal() {
    return this;
  }

  @Override
  public SimulatedJobs jobs() {
    return jobs;
  }

  @Override
  public Kills kills() {
    return kills;
  }

  @Override
  public boolean removed() {
    return removed;
  }

  @Override
  public String savepoint(String jobId) {
    return "savepoint-" + jobId;
  }

  @Override
  public String checkpoint(String jobId) {
    return "checkpoint-" + jobId;
  }

  @Override
  public String slow() {
    return "it is slow";
  }

  @Override
  public String unstartable() {
    return "a port is in use";
  }

  @Override
  public boolean triesAllPairs() {
    return true;
  }

  @Override
  public StageNote read() {
    return note;
  }

  @Override
  public void write(StageNote written) {
    kills.point();
    note = written;
    kills.point();
  }

  @Override
  public void start(Launch launch) throws IOException {
    kills.point();
    if (!jobs.canBeStarted(launch.version())) {
      throw new IOException(unstartable());
    }
    if (!jobs.isKnown(launch.jobId())) {
      jobs.start(launch.jobId(), launch.version(), launch.savepoint());
    }
    kills.point();
  }

  @Override
  public Look look(Launch launch) {
    kills.point();
    jobs.goOn(launch.jobId());
    if (jobs.hasCompletedCheckpoint(launch.jobId())) {
      return new Look(Look.State.CHECKPOINTED, null);
    }
    return jobs.hasEnded(launch.jobId())
        ? new Look(Look.State.ENDED, "it crashed")
        : new Look(Look.State.STARTING, slow());
  }

  @Override
  public String stop(Launch launch) throws NoSavepointException {
    kills.point();
    if (!jobs.canBeStopped(launch.jobId()) && !jobs.hasEnded(launch.jobId())) {
      if (jobs.stopsTooLate(launch.jobId())) {
        jobs.stop(launch.jobId(), savepoint(launch.jobId()));
      }
      throw new NoSavepointException("a task does not answer; the job runs on");
    }
    String savepoint = savepoint(launch.jobId());
    if (!jobs.hasEnded(launch.jobId())) {
      jobs.stop(launch.jobId(), savepoint);
    }
    kills.point();
    return savepoint;
  }

  @Override
  public @Nullable String end(Launch launch) {
    kills.point();
    jobs.end(launch.jobId());
    kills.point();
    String savepoint = savepoint(launch.jobId());
    if (jobs.hasState(savepoint)) {
      return savepoint;
    }
    return jobs.completed(launch.jobId()) == 0 ? null : checkpoint(launch.jobId());
  }

  @Override
  public void remove() {
    kills.point();
    if (jobs.running() != 0) {
      throw new AssertionError("the job of version " + jobs.running() + " still runs");
    }
    removed = true;
    kills.point();
  }

  @Override
  public List<String> data() {
    return List.of("all of it");
  }

  @Override
  public void deleteData(List<String> data) {
    kills.point();
    if (!removed) {
      throw new AssertionError("the data are deleted before the rest is removed");
    }
    jobs.deleteData();
    kills.point();
  }
}
