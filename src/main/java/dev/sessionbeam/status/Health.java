package dev.sessionbeam.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decides what is wrong with a job. */
final class Health {
  /** A failure is a problem for this long: a job that fails again and again is one all the time. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  /** A checkpoint may be late by a few intervals, or by this, if they are short. */
  private static final Duration SLOW_CHECKPOINT = Duration.ofMinutes(2);

  private static final int INTERVALS = 3;

  private final Duration mostBehind;

  /**
   * Creates the rules.
   *
   * @param mostBehind how old a record of a Kinesis stream may be when it is read
   */
  Health(Duration mostBehind) {
    this.mostBehind = mostBehind;
  }

  /** Returns what is wrong with a job, each in one line; empty if it is healthy. */
  List<String> problems(JobStatus job) {
    List<String> problems = new ArrayList<>();
    boolean ended = job.state().equals("FINISHED");
    if (!ended && !job.state().equals("RUNNING")) {
      problems.add("it is " + job.state());
    } else if (!ended && job.tasks().running() < job.tasks().all()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "only %d of its %d tasks run: are there enough task slots?",
              job.tasks().running(),
              job.tasks().all()));
    }
    if (!job.failures().isEmpty()) {
      long age = job.now() - job.failures().get(0).at();
      if (age < RECENT.toMillis()) {
        problems.add("it failed " + StatusText.duration(age) + " ago");
      }
    }
    if (!ended) {
      job.checkpoints().ifPresent(checkpoints -> addOverdue(job, checkpoints, problems));
    }
    job.behindArrival()
        .ifPresent(
            behind -> {
              if (!ended && behind > mostBehind.toMillis()) {
                problems.add(
                    "it is behind: the record that was read last is "
                        + StatusText.duration(behind)
                        + " old");
              }
            });
    if (job.counts().dropped() > 0) {
      problems.add(
          String.format(
              Locale.ROOT,
              "Beam dropped %,d elements: report it, this is a bug",
              job.counts().dropped()));
    }
    if (job.counts().routesRefused() > 0) {
      problems.add("the file of routes has faults: the last good routes stay");
    }
    return problems;
  }

  private static void addOverdue(
      JobStatus job, JobStatus.Checkpoints checkpoints, List<String> problems) {
    long since = checkpoints.last().map(JobStatus.Checkpoint::began).orElse(job.started());
    long age = job.now() - since;
    if (age > Math.max(SLOW_CHECKPOINT.toMillis(), INTERVALS * checkpoints.interval())) {
      problems.add(
          (checkpoints.last().isPresent()
                  ? "its last checkpoint began " + StatusText.duration(age) + " ago"
                  : "it has no checkpoint after " + StatusText.duration(age))
              + ": without checkpoints, no results come");
    }
  }
}
