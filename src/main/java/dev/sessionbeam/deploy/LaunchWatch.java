package dev.sessionbeam.deploy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Waits until a launch has completed a checkpoint, or has failed. */
final class LaunchWatch {
  private final Platform platform;
  private final Clock clock;
  private final Rollouts.Pause pause;

  LaunchWatch(Platform platform, Clock clock, Rollouts.Pause pause) {
    this.platform = platform;
    this.clock = clock;
    this.pause = pause;
  }

  /** Returns why it failed; null once it has completed a checkpoint. */
  @Nullable String failureOf(Launch launch, Rollout rollout)
      throws IOException, InterruptedException {
    Instant deadline = Objects.requireNonNull(rollout.deadline());
    while (true) {
      Look look = platform.look(launch);
      switch (look.state()) {
        case CHECKPOINTED -> {
          return null;
        }
        case ENDED -> {
          return look.reason() == null ? "it ended" : look.reason();
        }
        case STARTING -> {
          if (!clock.instant().isBefore(deadline)) {
            String last = look.reason() == null ? "" : ": " + look.reason();
            return "it has completed no checkpoint within " + text(rollout.timeout()) + last;
          }
          pause.await();
        }
      }
    }
  }

  private static String text(Duration time) {
    return time.toSeconds() + " s";
  }
}
