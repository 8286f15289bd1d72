package dev.sessionbeam.report;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.session.SessionRules;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline of one {@code report} does.
 *
 * @param files the files to read
 * @param gaps the gaps to cut with; the definition's own is among them
 * @param funnels actions in the order in which a session must have them
 * @param buckets how many groups the machines are divided into
 * @param cache keeps what files say; null for none
 * @param from the state of the days before those that are read; null if all days are read
 * @param machineFiles the files of machines that this state has
 * @param keep where the state of more days is kept; null to keep none
 * @param result the name of the file that gets the result
 */
public record ReportTask(
    OutputFolder output,
    Definition definition,
    ReportFiles files,
    List<Duration> gaps,
    List<List<String>> funnels,
    int buckets,
    @Nullable PartsCache cache,
    @Nullable DaysState from,
    List<String> machineFiles,
    @Nullable DaysState keep,
    String result)
    implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int FEWEST_BUCKETS = 16;
  private static final int MOST_BUCKETS = 4096;

  /** Stored bytes of events in one bucket: some ten thousand events. */
  private static final long BUCKET_BYTES = 1 << 18;

  public ReportTask {
    gaps = List.copyOf(gaps);
    machineFiles = List.copyOf(machineFiles);
    funnels = funnels.stream().map(List::copyOf).toList();
  }

  /**
   * Returns how many buckets are right for files of a size.
   *
   * @param bytes the size of all files, as stored
   */
  public static int bucketsOf(long bytes) {
    return (int) Math.max(FEWEST_BUCKETS, Math.min(MOST_BUCKETS, bytes / BUCKET_BYTES));
  }

  /** Returns the same task without the names of the files: they may be many, and steps get them. */
  ReportTask withoutFiles() {
    return new ReportTask(
        output,
        definition,
        new ReportFiles(List.of(), List.of(), files.replaced()),
        gaps,
        funnels,
        buckets,
        cache,
        from,
        List.of(),
        keep,
        result);
  }

  /** The last day whose state is kept, in days since the epoch. */
  int keptDay() {
    return keep == null ? Integer.MIN_VALUE : keep.lastDay();
  }

  /** The bucket of a machine; the same for each of its events and sessions. */
  int bucketOf(String machine) {
    int hash = machine.hashCode() * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 16), buckets);
  }

  /** The rules that sessions are cut by with, one for each gap. */
  List<SessionRules> rules() {
    return gaps.stream()
        .map(gap -> SessionRules.of(gap, definition.session().maxDuration()))
        .toList();
  }

  /** The place of the definition's own gap in the list of gaps. */
  int ownGap() {
    return gaps.indexOf(definition.session().gap());
  }

  /** The sessions that settled days replace on other days, and the highest revision doing so. */
  Map<String, Integer> replacedBySettledDays() {
    return files.replaced();
  }
}
