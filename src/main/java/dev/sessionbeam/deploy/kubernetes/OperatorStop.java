package dev.sessionbeam.deploy.kubernetes;

import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.NoSavepointException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops a job with a savepoint by Flink's operator. The operator takes savepoints of jobs that run,
 * and waits for ever for others; so after some time, the job is wanted to run again.
 */
final class OperatorStop {
  private static final Duration SEEN = Duration.ofMinutes(2);

  private final FlinkResources resources;
  private final Duration timeout;
  private final Clock clock;
  private final OperatorPlatform.Pause pause;

  OperatorStop(
      FlinkResources resources, Duration timeout, Clock clock, OperatorPlatform.Pause pause) {
    this.resources = resources;
    this.timeout = timeout;
    this.clock = clock;
    this.pause = pause;
  }

  /** See {@link dev.sessionbeam.deploy.Platform#stop}. */
  String stop(Launch launch) throws IOException, NoSavepointException {
    Instant deadline = clock.instant().plus(timeout);
    String before = null;
    while (true) {
      FlinkResource resource = find(launch);
      if (resource.isToBeSuspended() && resource.isSuspended()) {
        return resource
            .savepointOf(launch)
            .orElseThrow(() -> new NoSavepointException(ended(resource)));
      }
      if (!resource.isToBeSuspended()) {
        if (resource.hasEnded()) {
          throw new NoSavepointException(ended(resource));
        }
        // The next turn shows whether it had changed meanwhile.
        before = resource.error();
        resources.suspend(resource, true);
      } else {
        String why = giveUp(resource, before, deadline);
        if (why != null) {
          runAgain(launch, resource, why);
        }
      }
      pause.await();
    }
  }

  /** Returns if it has changed meanwhile: then it may be suspended after all. */
  private void runAgain(Launch launch, FlinkResource resource, String why)
      throws IOException, NoSavepointException {
    if (resource.hasEnded()) {
      // Wanted to run again, the operator could start it from an older state.
      throw new NoSavepointException(ended(resource));
    }
    if (resources.suspend(resource, false).isPresent()) {
      throw new NoSavepointException(why + "; " + awaitRunning(launch));
    }
  }

  private FlinkResource find(Launch launch) throws IOException, NoSavepointException {
    Optional<FlinkResource> found = resources.find().filter(resource -> resource.isOf(launch));
    if (found.isEmpty()) {
      throw new NoSavepointException(
          "there is no FlinkDeployment " + resources.name() + " with its job; nothing runs");
    }
    return found.get();
  }

  private static String ended(FlinkResource resource) {
    String error = resource.error();
    return "the job has ended before ("
        + (error == null ? resource.summary() : error)
        + "); nothing runs";
  }

  private @Nullable String giveUp(
      FlinkResource resource, @Nullable String before, Instant deadline) {
    String error = resource.error();
    if (error != null && !error.equals(before)) {
      return error;
    }
    return clock.instant().isBefore(deadline)
        ? null
        : "the savepoint is not complete within "
            + timeout.toSeconds()
            + " s ("
            + Objects.requireNonNullElse(error, resource.summary())
            + ")";
  }

  /** Waits until the operator lets it run. It may have suspended it meanwhile, with a savepoint. */
  private String awaitRunning(Launch launch) throws IOException {
    Instant deadline = clock.instant().plus(SEEN);
    while (clock.instant().isBefore(deadline)) {
      Optional<FlinkResource> found = resources.find().filter(resource -> resource.isOf(launch));
      if (found.isPresent() && found.get().isSeen() && !found.get().isSuspended()) {
        return "the job runs on";
      }
      pause.await();
    }
    return "Flink's operator has not seen yet that the job is to run on";
  }
}
