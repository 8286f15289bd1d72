package dev.sessionbeam.deploy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes rollouts to their end, step by step. The note is written before a step is done and after
 * it, so that whoever is killed in between can be followed by somebody else.
 *
 * <p>A session is lost or doubled only if a job begins from a state that is older than what was
 * published. Results are published when a checkpoint completes. So a job begins from the savepoint
 * with which the one before it was stopped, or from the last checkpoint of that job; and before an
 * old version is started again, the new one must have ended.
 */
public final class Rollouts {
  private final Platform platform;
  private final Journal journal;
  private final Supplier<String> jobIds;
  private final Clock clock;
  private final LaunchWatch watch;
  private final Progress progress;

  /** Waits between two looks at a job. */
  public interface Pause {
    /** Waits for a short time, or until something may have changed. */
    void await() throws InterruptedException;
  }

  /** Tells a person what is done. */
  public interface Progress {
    /** Takes a sentence about the step that begins. */
    void say(String sentence);
  }

  /**
   * Creates rollouts of one stage. Only one process may use it at a time.
   *
   * @param jobIds gives ids of Flink jobs, each only once
   */
  public Rollouts(
      Platform platform,
      Journal journal,
      Supplier<String> jobIds,
      Clock clock,
      Pause pause,
      Progress progress) {
    this.platform = platform;
    this.journal = journal;
    this.jobIds = jobIds;
    this.clock = clock;
    this.watch = new LaunchWatch(platform, clock, pause);
    this.progress = progress;
  }

  /**
   * Begins a change to a version. {@link #finish} does the rest.
   *
   * @param to the version, from 1
   * @param timeout within which the version must complete a checkpoint
   * @throws IllegalStateException if another rollout is unfinished
   */
  public void begin(int to, Duration timeout, Origin origin) throws IOException {
    StageNote note = journal.read();
    requireFinished(note);
    Launch running = note.running();
    if (running == null) {
      String left = origin.path() == null ? note.savepoint() : origin.path();
      Rollout rollout = Rollout.of(0, to, Phase.START, timeout, left);
      journal.write(note.with(rollout.starting(Phase.START, launch(to, left))));
    } else {
      Phase first = origin.stops() ? Phase.STOP : Phase.DISCARD;
      journal.write(note.with(Rollout.of(running.version(), to, first, timeout, origin.path())));
    }
  }

  /**
   * Begins a removal of what runs. {@link #finish} does the rest.
   *
   * @param origin what the next deployment goes on from: the savepoint or the last checkpoint
   * @param data what is deleted of the data at the end, as {@link StageData#objects} names it;
   *     nothing if the data stay
   * @throws IllegalStateException if another rollout is unfinished
   */
  public void beginRemoval(Duration timeout, Origin origin, List<String> data) throws IOException {
    StageNote note = journal.read();
    requireFinished(note);
    Launch running = note.running();
    if (running == null) {
      Rollout rollout = Rollout.of(0, 0, Phase.REMOVE, timeout, note.savepoint());
      journal.write(note.with(rollout.deleting(data)));
    } else {
      Phase first = origin.stops() ? Phase.STOP : Phase.DISCARD;
      Rollout rollout = Rollout.of(running.version(), 0, first, timeout, origin.path());
      journal.write(note.with(rollout.deleting(data)));
    }
  }

  private static void requireFinished(StageNote note) {
    if (note.isUnfinished()) {
      throw new IllegalStateException("a rollout is unfinished: " + note.rollout());
    }
  }

  /**
   * Does all that is left of a rollout.
   *
   * @return the rollout at its end
   * @throws IOException if the platform or the journal fails; then it can be called again
   */
  public Rollout finish() throws IOException, InterruptedException {
    StageNote note = journal.read();
    while (note.isUnfinished()) {
      note = step(note, Objects.requireNonNull(note.rollout()));
      journal.write(note);
    }
    return Objects.requireNonNull(note.rollout());
  }

  private StageNote step(StageNote note, Rollout rollout) throws IOException, InterruptedException {
    return switch (rollout.phase()) {
      case STOP -> stop(note, rollout);
      case DISCARD -> discard(note, rollout);
      case START -> note.with(startNew(rollout));
      case WATCH -> watch(note, rollout);
      case UNDO -> undo(note, rollout);
      case START_OLD -> note.with(start(rollout, Phase.WATCH_OLD));
      case WATCH_OLD -> watchOld(note, rollout);
      case REMOVE -> remove(note, rollout);
      case DELETE -> delete(note, rollout);
      case DONE, REFUSED, BACK, FAILED -> note;
    };
  }

  private StageNote stop(StageNote note, Rollout rollout) throws IOException {
    Launch running = Objects.requireNonNull(note.running());
    progress.say("Stopping version " + running.version() + " with a savepoint ...");
    try {
      String savepoint = platform.stop(running);
      progress.say("The savepoint is " + savepoint);
      return note.with(afterTheOld(rollout, savepoint));
    } catch (NoSavepointException e) {
      return note.with(rollout.because(Phase.REFUSED, String.valueOf(e.getMessage())));
    }
  }

  private StageNote discard(StageNote note, Rollout rollout) throws IOException {
    Launch running = Objects.requireNonNull(note.running());
    progress.say("Ending version " + running.version() + " without a savepoint ...");
    String checkpoint = platform.end(running);
    // Without a checkpoint of its own, it has published nothing.
    String left = checkpoint == null ? running.savepoint() : checkpoint;
    String chosen = rollout.savepoint();
    return note.with(
        chosen == null || rollout.to() == 0
            ? afterTheOld(rollout, left)
            : rollout
                .leaving(Phase.START, left)
                .starting(Phase.START, launch(rollout.to(), chosen)));
  }

  private Rollout afterTheOld(Rollout rollout, @Nullable String left) {
    return rollout.to() == 0
        ? rollout.leaving(Phase.REMOVE, left)
        : rollout.leaving(Phase.START, left).starting(Phase.START, launch(rollout.to(), left));
  }

  /** A version that cannot even be started gives way to the old one, too. */
  private Rollout startNew(Rollout rollout) {
    try {
      return start(rollout, Phase.WATCH);
    } catch (IOException e) {
      return rollout.because(Phase.UNDO, "it could not be started: " + e.getMessage());
    }
  }

  private Rollout start(Rollout rollout, Phase next) throws IOException {
    Launch launch = Objects.requireNonNull(rollout.launch());
    String from = launch.savepoint() == null ? "" : " from " + launch.savepoint();
    progress.say("Starting version " + launch.version() + from + " ...");
    platform.start(launch);
    return rollout.watched(next, clock.instant().plus(rollout.timeout()));
  }

  private StageNote watch(StageNote note, Rollout rollout)
      throws IOException, InterruptedException {
    Launch launch = Objects.requireNonNull(rollout.launch());
    String failure = watch.failureOf(launch, rollout);
    if (failure == null) {
      return note.running(launch, rollout.next(Phase.DONE));
    }
    return note.with(rollout.because(Phase.UNDO, failure));
  }

  /** Ends the version that failed, and goes on from the newest state that fits its results. */
  private StageNote undo(StageNote note, Rollout rollout) throws IOException {
    Launch launch = Objects.requireNonNull(rollout.launch());
    progress.say("Version " + launch.version() + " failed: " + rollout.reason());
    String checkpoint = platform.end(launch);
    if (checkpoint != null) {
      progress.say("It has completed a checkpoint after all: it goes on from " + checkpoint);
      Rollout again = rollout.leaving(Phase.START, checkpoint);
      return note.with(again.starting(Phase.START, launch(rollout.to(), checkpoint)));
    }
    if (rollout.from() == 0) {
      return note.with(rollout.next(Phase.FAILED));
    }
    // The old version goes on from what it left, also if the new one began somewhere else.
    String left = rollout.savepoint();
    return note.with(rollout.starting(Phase.START_OLD, launch(rollout.from(), left)));
  }

  /** The old version stays, whatever it does: what keeps it from a checkpoint may pass. */
  private StageNote watchOld(StageNote note, Rollout rollout)
      throws IOException, InterruptedException {
    Launch launch = Objects.requireNonNull(rollout.launch());
    String failure = watch.failureOf(launch, rollout);
    if (failure == null) {
      return note.running(launch, rollout.next(Phase.BACK));
    }
    String both = rollout.reason() + "; and version " + launch.version() + ": " + failure;
    return note.running(launch, rollout.because(Phase.FAILED, both));
  }

  private StageNote remove(StageNote note, Rollout rollout) throws IOException {
    boolean deletes = !rollout.data().isEmpty();
    progress.say(deletes ? "Removing what runs ..." : "Removing what runs; data stay ...");
    platform.remove();
    Phase next = deletes ? Phase.DELETE : Phase.DONE;
    return note.removed(rollout.savepoint(), rollout.next(next));
  }

  /** The savepoint goes with the data: what is deployed next begins afresh. */
  private StageNote delete(StageNote note, Rollout rollout) throws IOException {
    progress.say("Deleting the data ...");
    platform.deleteData(rollout.data());
    return note.removed(null, rollout.leaving(Phase.DONE, null));
  }

  private Launch launch(int version, @Nullable String savepoint) {
    return new Launch(version, jobIds.get(), savepoint);
  }
}
