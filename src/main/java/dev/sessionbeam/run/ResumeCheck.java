package dev.sessionbeam.run;

import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.UnfinishedStreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Compares a run that resumes with the run that it resumes. What must be the same is that by which
 * the former run knew its events and its files: with another of these, events would be lost or
 * written twice, and nothing would show it.
 */
final class ResumeCheck {
  private final RunPlan plan;
  private final PipelineOptions options;
  private final StreamPlan stream;
  private final RunId run;
  private final List<String> faults = new ArrayList<>();

  private ResumeCheck(RunPlan plan, PipelineOptions options, StreamPlan stream, RunId run) {
    this.plan = plan;
    this.options = options;
    this.stream = stream;
    this.run = run;
  }

  /**
   * Checks a run that resumes; any other run passes.
   *
   * @param run the id of the run that it resumes
   * @return whether it is known what that run was. If not, nothing could be compared: an earlier
   *     version wrote the checkpoint, or the run on a cluster has no note in this output
   * @throws UsageException with everything that differs, and what to do about it
   */
  static boolean check(RunPlan plan, PipelineOptions options, RunId run)
      throws UsageException, IOException {
    StreamPlan stream = plan.stream();
    if (stream == null || !StreamPlan.goesOn(stream, options)) {
      return true;
    }
    return new ResumeCheck(plan, options, stream, run).check();
  }

  private boolean check() throws UsageException, IOException {
    Optional<StreamIdentity> kept = kept();
    if (kept.isPresent()) {
      StreamIdentity now = StreamIdentity.of(plan, stream, run);
      compare(kept.get(), now);
      place("--output", kept.get().output(), plan.output(), now.output());
      String archive = kept.get().archive();
      if (archive != null) {
        place("--archive", archive, plan.archive(), now.archive());
      }
    } else if (FlinkCluster.goesOn(options) && plan.existing().hasSummary()) {
      faults.add(replaced("--output", plan.output().root()));
    }
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
    return kept.isPresent();
  }

  /** Flink inside this process has a folder for it. A cluster has none, but the output has. */
  private Optional<StreamIdentity> kept() throws UsageException, IOException {
    Checkpoints checkpoints = stream.checkpoints();
    try {
      if (checkpoints != null) {
        return checkpoints.stream();
      }
      UnfinishedStreams notes = UnfinishedStreams.in(plan.output());
      Optional<String> note = notes.description(run);
      return note.isEmpty()
          ? Optional.empty()
          : Optional.of(StreamIdentityJson.read(note.get(), notes.file(run)));
    } catch (IOException e) {
      throw new UsageException("cannot resume: " + RunPlan.describe(e));
    }
  }

  private void compare(StreamIdentity kept, StreamIdentity now) {
    if (!kept.pipeline().equals(now.pipeline())) {
      faults.add(
          String.format(
              Locale.ROOT,
              "--definition: the checkpoint is of the pipeline '%s', and this is the pipeline '%s':"
                  + " give the definition of '%s', or the checkpoints of '%s'",
              kept.pipeline(),
              now.pipeline(),
              kept.pipeline(),
              now.pipeline()));
    }
    role("id", kept.id(), now.id());
    role("machine", kept.machine(), now.machine());
    role("time", kept.time(), now.time());
    if (!stream.readsAgain() && !kept.input().equals(now.input())) {
      faults.add(
          String.format(
              Locale.ROOT,
              "%s: the run that is resumed reads %s, and this one would read %s, whose positions the"
                  + " checkpoint does not hold: give the former input; %s",
              stream.kinesis() == null ? "--input" : "--stream",
              kept.input(),
              now.input(),
              toKeepIt()));
    }
    if (!kept.grouping().equals(now.grouping())) {
      faults.add(
          String.format(
              Locale.ROOT,
              "--grouping: the events in the checkpoint are grouped by %s: give --grouping=%s; %s",
              kept.grouping(),
              kept.grouping(),
              toKeepIt()));
    }
  }

  private void role(String role, @Nullable String kept, @Nullable String now) {
    if (!Objects.equals(kept, now)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "--definition: event.%s was %s in the run that is resumed, and is %s now. Events that it"
                  + " has written would no longer be known, and could be written again: give %s; %s",
              role,
              named(kept),
              named(now),
              named(kept),
              toKeepIt()));
    }
  }

  private static String named(@Nullable String role) {
    return role == null ? "none" : "'" + role + "'";
  }

  /** A folder may have been moved: what counts is the note that the run made there. */
  private void place(String flag, String kept, @Nullable OutputFolder folder, @Nullable String now)
      throws IOException {
    if (folder == null) {
      faults.add(
          String.format(
              Locale.ROOT,
              "%s: the run that is resumed writes to %s, where its files wait: give %s=%s; %s",
              flag,
              kept,
              flag,
              kept,
              toKeepIt()));
      return;
    }
    boolean noted = UnfinishedStreams.in(folder).description(run).isPresent();
    if (!noted && !kept.equals(now)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "%s: the run that is resumed writes to %s, and what it has written is not in %s: give"
                  + " %s=%s. If the folder was moved, move it with its hidden folder"
                  + " .sessionbeam-temporary/; %s",
              flag,
              kept,
              folder.root(),
              flag,
              kept,
              toKeepIt()));
    } else if (!noted || (flag.equals("--output") && plan.existing().hasSummary())) {
      faults.add(replaced(flag, folder.root()));
    }
  }

  private String replaced(String flag, String folder) {
    return String.format(
        Locale.ROOT,
        "%s: %s no longer holds what the run that is resumed has written there: the folder was"
            + " deleted, or another run has replaced its results since. Resumed, it would write"
            + " only the rest, or lines that are there already. Keep what is there, and do not"
            + " resume; or put the former folder back, with %s; or %s",
        flag,
        folder,
        UnfinishedStreams.in(OutputFolder.of(folder)).file(run),
        afresh());
  }

  /** What to do to keep the changes. */
  private String toKeepIt() {
    return "to keep the change, " + afresh();
  }

  private String afresh() {
    return ApplicationCluster.of(options).isPresent()
        ? "start afresh: without " + ApplicationFlags.SAVEPOINT + ", with an empty --output"
        : "start afresh: without --resume or --savepointPath, with --overwrite";
  }
}
