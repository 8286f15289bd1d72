package dev.sessionbeam.deploy.standalone;

import dev.sessionbeam.cluster.FlinkJob;
import dev.sessionbeam.cluster.FlinkRest;
import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Look;
import dev.sessionbeam.deploy.NoSavepointException;
import dev.sessionbeam.deploy.Pauses;
import dev.sessionbeam.deploy.Platform;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the job of a stage on an application cluster, and asks it by Flink's REST API. */
final class StandalonePlatform implements Platform {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

  /** How long a savepoint and the end of the job after it may take. */
  private static final Duration STOP = Duration.ofMinutes(10);

  private final ScriptCluster cluster;
  private final VersionStore versions;
  private final JobFolders folders;
  private final Clock clock = Clock.systemUTC();

  StandalonePlatform(ScriptCluster cluster, VersionStore versions) {
    this.cluster = cluster;
    this.versions = versions;
    this.folders = cluster.folders();
  }

  @Override
  public void start(Launch launch) throws IOException {
    cluster.up(launch, versions.folder(launch.version()));
  }

  @Override
  public Look look(Launch launch) throws IOException {
    if (folders.checkpoint(launch.jobId()).isPresent()) {
      return new Look(Look.State.CHECKPOINTED, null);
    }
    try {
      FlinkJob job = job(launch);
      String reason = job.failure().orElse(null);
      boolean ended = job.state().filter(FlinkJob::hasEnded).isPresent();
      return new Look(ended ? Look.State.ENDED : Look.State.STARTING, reason);
    } catch (IOException e) {
      // Flink ends the process of a job that has ended.
      return new Look(
          cluster.isUp(launch) ? Look.State.STARTING : Look.State.ENDED, e.getMessage());
    }
  }

  @Override
  public String stop(Launch launch) throws IOException, NoSavepointException {
    Optional<String> earlier = folders.savepoint(launch.jobId());
    if (earlier.isEmpty()) {
      takeSavepoint(launch);
    }
    String savepoint =
        folders
            .savepoint(launch.jobId())
            .orElseThrow(() -> new IOException("Flink's savepoint is not in its folder"));
    awaitEnd(launch);
    cluster.down();
    return savepoint;
  }

  private void takeSavepoint(Launch launch) throws IOException, NoSavepointException {
    Instant deadline = clock.instant().plus(STOP);
    try {
      FlinkJob job = job(launch);
      String attempt = job.stop(folders.savepointsOf(launch.jobId()));
      while (job.savepoint(attempt).isEmpty()) {
        if (!clock.instant().isBefore(deadline)) {
          throw new NoSavepointException(
              "the savepoint is not complete within " + STOP.toSeconds() + " s");
        }
        Pauses.await(BETWEEN_QUESTIONS);
      }
    } catch (IOException e) {
      // A job can fail between its savepoint and its end; then the savepoint is complete.
      if (folders.savepoint(launch.jobId()).isEmpty()) {
        throw new NoSavepointException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** After its savepoint, a job publishes what the savepoint completes, and then ends. */
  private void awaitEnd(Launch launch) throws IOException {
    Instant deadline = clock.instant().plus(STOP);
    while (cluster.isUp(launch) && !hasEnded(launch)) {
      if (!clock.instant().isBefore(deadline)) {
        throw new IOException(
            "the job has a savepoint, but it has not ended within "
                + STOP.toSeconds()
                + " s: run the same command again");
      }
      Pauses.await(BETWEEN_QUESTIONS);
    }
  }

  private boolean hasEnded(Launch launch) {
    try {
      return job(launch).state().filter(FlinkJob::hasEnded).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public @Nullable String end(Launch launch) throws IOException {
    cluster.down();
    return folders.last(launch.jobId()).orElse(null);
  }

  @Override
  public void remove() throws IOException {
    cluster.down();
  }

  @Override
  public void deleteData(List<String> data) throws IOException {
    DataFolders.delete(data);
  }

  private FlinkJob job(Launch launch) throws IOException {
    return new FlinkJob(new FlinkRest(cluster.address()), launch.jobId());
  }
}
