package dev.sessionbeam.run;

import dev.sessionbeam.definition.SessionSettings;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.SettledDays;
import dev.sessionbeam.publish.StreamProgress;
import dev.sessionbeam.publish.UnfinishedStreams;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which days may settle: those on which no stream can change anything any more. A stream
 * may change a day for as long as its lease covers it; see {@link RunLeases#reach}.
 */
final class DaysToSettle {
  private final Optional<StreamProgress> progress;
  private final boolean unfinished;
  private final @Nullable Duration reach;

  /**
   * Creates the rule.
   *
   * @param progress what the stream of the output has reported; empty if there is nothing
   * @param unfinished whether a stream has begun and not ended
   * @param session the settings that the stream has
   */
  DaysToSettle(Optional<StreamProgress> progress, boolean unfinished, SessionSettings session) {
    this.progress = progress;
    this.unfinished = unfinished;
    this.reach = RunLeases.reach(session);
  }

  /** Reads how far the stream of an output is. */
  static DaysToSettle in(OutputFolder output, SessionSettings session) throws IOException {
    return new DaysToSettle(
        StreamProgress.in(output), !UnfinishedStreams.in(output).runs().isEmpty(), session);
  }

  /**
   * Returns the days that settle now, in order.
   *
   * @param live the days that have live files
   * @param before only days before this one, all of which must be able to settle; null for all days
   *     that are
   * @throws UsageException if a day that was asked for may still change
   */
  NavigableSet<LocalDate> of(
      NavigableSet<LocalDate> live, SettledDays settled, @Nullable LocalDate before)
      throws UsageException {
    NavigableSet<LocalDate> days = new TreeSet<>();
    List<String> faults = new ArrayList<>();
    for (LocalDate day : asked(live, before)) {
      if (settled.contains(day)) {
        continue;
      }
      if (isFinal(day) || (before != null && isUpToTheUser())) {
        days.add(day);
      } else if (before != null) {
        faults.add(fault(day));
      }
    }
    days.retainAll(live);
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
    return days;
  }

  /** The last day before a date was asked for even if it has no file yet. */
  private static NavigableSet<LocalDate> asked(
      NavigableSet<LocalDate> live, @Nullable LocalDate before) {
    if (before == null) {
      return live;
    }
    NavigableSet<LocalDate> asked = new TreeSet<>(live.headSet(before, false));
    asked.add(before.minusDays(1));
    return asked;
  }

  /** Whether only the user can know which days are final: sessions may last for ever. */
  boolean isUpToTheUser() {
    return !isOver() && reach == null;
  }

  private boolean isOver() {
    return progress.map(StreamProgress::ended).orElse(!unfinished);
  }

  private boolean isFinal(LocalDate day) {
    Instant watermark = watermark();
    return isOver()
        || (watermark != null && reach != null && !watermark.isBefore(finalAt(day, reach)));
  }

  private @Nullable Instant watermark() {
    return progress.map(StreamProgress::watermark).orElse(null);
  }

  private static Instant finalAt(LocalDate day, Duration reach) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(reach);
  }

  private String fault(LocalDate day) {
    Instant watermark = watermark();
    String now =
        watermark == null
            ? "it has not reported one yet"
            : "it is at " + Rfc3339.format(watermark) + " now";
    return "--before: "
        + day
        + " may still change: it may settle when the stream's watermark has reached "
        + Rfc3339.format(finalAt(day, reach == null ? Duration.ZERO : reach))
        + "; "
        + now
        + ". Give an earlier date, or wait";
  }
}
