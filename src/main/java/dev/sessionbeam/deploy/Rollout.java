package dev.sessionbeam.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of the version that a stage runs, and how far it is.
 *
 * @param from the version that ran before; 0 if none did
 * @param to the version that is to run; 0 if the stage is removed
 * @param phase the next step
 * @param timeout within which a launch must complete a checkpoint
 * @param launch what is started next, or was started last; null as long as that is not known
 * @param deadline when that launch must have completed a checkpoint; null before it is started
 * @param savepoint what the job that ran before has left; until it has ended, what somebody chose;
 *     null if there is none
 * @param reason why the new version does not run, for a person; null if it does, or may still
 * @param data what a removal deletes of the data, as {@link StageData#objects} names it; nothing if
 *     the data stay
 */
public record Rollout(
    int from,
    int to,
    Phase phase,
    Duration timeout,
    @Nullable Launch launch,
    @Nullable Instant deadline,
    @Nullable String savepoint,
    @Nullable String reason,
    List<String> data) {
  public Rollout {
    data = List.copyOf(data);
  }

  /** A rollout of which only its first step is known. */
  static Rollout of(int from, int to, Phase first, Duration timeout, @Nullable String savepoint) {
    return new Rollout(from, to, first, timeout, null, null, savepoint, null, List.of());
  }

  Rollout next(Phase next) {
    return new Rollout(from, to, next, timeout, launch, deadline, savepoint, reason, data);
  }

  Rollout because(Phase next, String why) {
    return new Rollout(from, to, next, timeout, launch, deadline, savepoint, why, data);
  }

  /** The job has ended, and the next one goes on from what it left. */
  Rollout leaving(Phase next, @Nullable String left) {
    return new Rollout(from, to, next, timeout, launch, deadline, left, reason, data);
  }

  Rollout starting(Phase next, Launch started) {
    return new Rollout(from, to, next, timeout, started, null, savepoint, reason, data);
  }

  Rollout watched(Phase next, Instant until) {
    return new Rollout(from, to, next, timeout, launch, until, savepoint, reason, data);
  }

  /** At its end, a removal deletes data. */
  Rollout deleting(List<String> objects) {
    return new Rollout(from, to, phase, timeout, launch, deadline, savepoint, reason, objects);
  }
}
