package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Phase;
import dev.sessionbeam.deploy.Rollout;
import dev.sessionbeam.deploy.Rollouts;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.deploy.StageNote;
import dev.sessionbeam.run.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Changes what a stage runs, as a person at a terminal sees it: what will be done, a question, the
 * steps, and the end. What an earlier command left unfinished is finished first.
 */
final class StageChange {
  private final Stage stage;
  private final RolloutFlags flags;
  private final InputStream in;
  private final Terminal terminal;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Rollouts rollouts;

  /** Begins a rollout. */
  interface Begin {
    void begin(Rollouts rollouts) throws IOException;
  }

  StageChange(
      Stage stage,
      RolloutFlags flags,
      InputStream in,
      Terminal terminal,
      PrintWriter out,
      PrintWriter err) {
    this.stage = stage;
    this.flags = flags;
    this.in = in;
    this.terminal = terminal;
    this.out = out;
    this.err = err;
    this.rollouts =
        new Rollouts(
            stage.platform(),
            stage.journal(),
            () -> UUID.randomUUID().toString().replace("-", ""),
            Clock.systemUTC(),
            () -> TimeUnit.MILLISECONDS.sleep(500),
            this::say);
  }

  /** Prints a sentence. */
  void say(String sentence) {
    out.println(sentence);
    out.flush();
  }

  /** What runs now; null if nothing does. */
  @Nullable Launch running() throws IOException {
    return stage.journal().read().running();
  }

  /**
   * What runs now.
   *
   * @throws UsageException if nothing does
   */
  Launch requiredRunning() throws IOException, UsageException {
    Launch running = running();
    if (running == null) {
      throw new UsageException("the stage runs nothing: put it up with deploy");
    }
    return running;
  }

  /**
   * Finishes what an earlier command left unfinished.
   *
   * @return the exit status; null if nothing was unfinished
   */
  @Nullable Integer finishEarlier() throws IOException, InterruptedException {
    StageNote note = stage.journal().read();
    if (!note.isUnfinished()) {
      return null;
    }
    Rollout rollout = Objects.requireNonNull(note.rollout());
    say(interrupted(rollout));
    if (flags.dryRun) {
      say("The next command finishes it first.");
      return ExitCode.OK;
    }
    int status = finish();
    say("That is finished. Nothing else was done: run the same command again for what you asked.");
    return status;
  }

  private static String interrupted(Rollout rollout) {
    if (rollout.phase() == Phase.DELETE) {
      return "The deletion of the data of this stage is not finished:";
    }
    return rollout.to() == 0
        ? "The removal of this stage was interrupted:"
        : "The change to version " + rollout.to() + " was interrupted:";
  }

  /**
   * Asks, and does it.
   *
   * @param question such as {@code Start it?}
   */
  int change(String question, Begin begin)
      throws IOException, InterruptedException, UsageException {
    if (flags.dryRun) {
      say("Nothing was done: --dryRun.");
      return ExitCode.OK;
    }
    if (!flags.yes && !isWanted(question)) {
      say("Nothing was done.");
      return ExitCode.SOFTWARE;
    }
    begin.begin(rollouts);
    return finish();
  }

  private boolean isWanted(String question) throws IOException, UsageException {
    if (!terminal.isInput()) {
      throw new UsageException("there is no terminal to ask you: give --yes, or --dryRun");
    }
    out.print(question + " [y/N] ");
    out.flush();
    String answer =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    return answer != null && answer.strip().matches("(?i)y|yes");
  }

  private int finish() throws IOException, InterruptedException {
    Rollout end = rollouts.finish();
    return switch (end.phase()) {
      case DONE -> {
        say(
            end.to() == 0
                ? removed(end)
                : "Version "
                    + end.to()
                    + " runs, and has completed a checkpoint: "
                    + stage.address());
        yield ExitCode.OK;
      }
      case REFUSED -> {
        fail("no savepoint could be taken of version " + end.from() + ": " + end.reason());
        err.println(
            "Nothing was changed. Run it with --fromCheckpoint to go on from the job's last checkpoint.");
        yield ExitCode.SOFTWARE;
      }
      case BACK -> {
        fail("version " + end.to() + " failed: " + end.reason());
        err.println(
            "Version "
                + end.from()
                + " runs again, from "
                + end.savepoint()
                + ". Nothing was lost or doubled.");
        yield ExitCode.SOFTWARE;
      }
      default -> {
        fail("version " + end.to() + " failed: " + end.reason());
        err.println(
            end.from() == 0
                ? "Nothing runs now, and nothing was published."
                : "Version " + end.from() + " was started again. Look at it: " + stage.address());
        yield ExitCode.SOFTWARE;
      }
    };
  }

  private static String removed(Rollout end) {
    if (!end.data().isEmpty()) {
      return "The stage is removed, and its data are deleted. The next deploy begins afresh.";
    }
    return end.savepoint() == null
        ? "The stage is removed. It left no savepoint."
        : "The stage is removed. Its savepoint is "
            + end.savepoint()
            + ": the next deploy goes on from it.";
  }

  private void fail(String message) {
    err.println("sessionbeam: " + message);
    err.flush();
  }
}
