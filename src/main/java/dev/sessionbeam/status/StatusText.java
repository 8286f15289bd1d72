package dev.sessionbeam.status;

import dev.sessionbeam.deliver.DestinationCounts;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.status.JobStatus.Checkpoint;
import dev.sessionbeam.status.JobStatus.Checkpoints;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;

/** Writes a status for a person. */
final class StatusText {
  private static final int MOST_SHARDS = 3;
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long KILOBYTE = 1000;
  private static final long MEGABYTE = 1000 * KILOBYTE;

  private final StringBuilder text = new StringBuilder();

  private StatusText() {}

  /**
   * Returns the status as lines.
   *
   * @param problems what is wrong with the job, as {@link Health} says
   */
  static String of(JobStatus job, List<String> problems) {
    StatusText text = new StatusText();
    text.addJob(job);
    text.addTimes(job);
    text.addCounts(job.counts());
    job.counts().deliveries().forEach(text::addDestination);
    for (JobStatus.Failure failure : job.failures()) {
      text.row("failure", Rfc3339.format(failure.at()) + " " + failure.cause());
    }
    text.text.append('\n');
    if (problems.isEmpty()) {
      text.text.append("Healthy.\n");
    }
    problems.forEach(problem -> text.text.append("NOT HEALTHY: ").append(problem).append(".\n"));
    return text.text.toString();
  }

  private void addJob(JobStatus job) {
    text.append("Job ").append(job.name()).append(' ').append(job.id()).append('\n');
    text.append(job.page()).append("\n\n");
    row(
        "state",
        job.state()
            + String.format(
                Locale.ROOT, ", %d of %d tasks run", job.tasks().running(), job.tasks().all()));
    row(
        "started",
        Rfc3339.format(job.started()) + ", " + duration(job.now() - job.started()) + " ago");
    row("restarts", number(job.restarts()));
    job.checkpoints().ifPresent(checkpoints -> row("checkpoints", describe(checkpoints, job)));
  }

  private static String describe(Checkpoints checkpoints, JobStatus job) {
    String counts =
        number(checkpoints.completed())
            + " completed, "
            + number(checkpoints.failed())
            + " failed; one every "
            + duration(checkpoints.interval());
    return checkpoints.last().map(last -> counts + "; " + describe(last, job)).orElse(counts);
  }

  private static String describe(Checkpoint last, JobStatus job) {
    return "the last began "
        + duration(job.now() - last.began())
        + " ago, took "
        + duration(last.took())
        + ", "
        + bytes(last.stateBytes())
        + " of state";
  }

  private void addTimes(JobStatus job) {
    row("watermark", time(job.watermark(), job.now()));
    row("published", time(job.published(), job.now()));
    job.behindArrival()
        .ifPresent(
            behind ->
                row("behind", "the record that was read last is " + duration(behind) + " old"));
    if (job.behindByShard().size() > 1) {
      row("", "the slowest shards: " + slowest(job.behindByShard()));
    }
  }

  private static String slowest(Map<String, Long> behindByShard) {
    return behindByShard.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_SHARDS)
        .map(shard -> shard.getKey() + " " + duration(shard.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String time(OptionalLong millis, long now) {
    if (millis.isEmpty()) {
      return "none yet";
    }
    if (millis.getAsLong() >= GlobalWindow.INSTANCE.maxTimestamp().getMillis()) {
      return "the end of the stream";
    }
    return Rfc3339.format(millis.getAsLong())
        + ", "
        + duration(now - millis.getAsLong())
        + " behind the clock";
  }

  private void addCounts(JobCounts counts) {
    row("records", number(counts.records()) + " read since the last start or restart");
    row("= events", number(counts.events()) + " written, in " + sessions(counts.sessions()));
    row("+ duplicates", number(counts.duplicates()));
    row("+ invalid", number(counts.invalid()));
    row("+ late", number(counts.late()));
    if (counts.filtered() > 0) {
      row("+ filtered", number(counts.filtered()));
    }
    row("+ waiting", number(counts.waiting()) + " for the end of their sessions");
  }

  private static String sessions(long count) {
    return number(count) + (count == 1 ? " session" : " sessions");
  }

  private void addDestination(String name, DestinationCounts counts) {
    row(
        "deliveries",
        String.format(
            Locale.ROOT,
            "%s: %,d routed = %,d delivered + %,d dead letters in the queue + %,d in undelivered/"
                + " + %,d waiting; %,d retries",
            name,
            counts.routed(),
            counts.delivered(),
            counts.deadLettered(),
            counts.undelivered(),
            counts.waiting(),
            counts.retries()));
  }

  private void row(String name, String value) {
    text.append(String.format(Locale.ROOT, "%-14s%s%n", name, value).replace("\r\n", "\n"));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String bytes(long bytes) {
    return bytes >= MEGABYTE ? number(bytes / MEGABYTE) + " MB" : number(bytes / KILOBYTE) + " kB";
  }

  /** A duration to two places, such as {@code 3m4s}. */
  static String duration(long millis) {
    long left = Math.abs(millis);
    String sign = millis < 0 ? "-" : "";
    if (left < SECOND) {
      return sign + left + "ms";
    }
    if (left < MINUTE) {
      return sign + left / SECOND + "s";
    }
    if (left < HOUR) {
      return sign + left / MINUTE + "m" + left % MINUTE / SECOND + "s";
    }
    if (left < DAY) {
      return sign + left / HOUR + "h" + left % HOUR / MINUTE + "m";
    }
    return sign + left / DAY + "d" + left % DAY / HOUR + "h";
  }
}
