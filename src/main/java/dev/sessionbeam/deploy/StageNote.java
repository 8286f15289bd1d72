package dev.sessionbeam.deploy;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a stage.
 *
 * @param running the launch that serves the stage; null if none does
 * @param savepoint the savepoint of the last removal, from which the next deployment goes on; null
 *     if the stage was not removed
 * @param rollout the last rollout, which may be unfinished; null before the first one
 */
public record StageNote(
    @Nullable Launch running, @Nullable String savepoint, @Nullable Rollout rollout) {
  /** A stage of which nothing is known. */
  public static final StageNote EMPTY = new StageNote(null, null, null);

  /** Whether the last rollout was interrupted. */
  public boolean isUnfinished() {
    return rollout != null && !rollout.phase().isEnd();
  }

  StageNote with(Rollout changed) {
    return new StageNote(running, savepoint, changed);
  }

  StageNote running(@Nullable Launch launch, Rollout changed) {
    return new StageNote(launch, savepoint, changed);
  }

  StageNote removed(@Nullable String left, Rollout changed) {
    return new StageNote(null, left, changed);
  }
}
