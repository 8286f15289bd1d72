package dev.sessionbeam.deploy;

import org.jspecify.annotations.Nullable;

/**
 * How a launch is doing.
 *
 * @param state what its job does
 * @param reason why its job failed or is restarted, for a person; null if that is not known
 */
public record Look(State state, @Nullable String reason) {
  /** What a job does. */
  public enum State {
    /** It has not completed a checkpoint yet. */
    STARTING,
    /** It has completed a checkpoint since its launch. */
    CHECKPOINTED,
    /** It has ended, and does not come back by itself. */
    ENDED
  }
}
