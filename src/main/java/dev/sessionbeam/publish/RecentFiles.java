package dev.sessionbeam.publish;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Remembers the files that a stream has published, and finds the ones that are missing at its end.
 *
 * <p>It forgets files that are older than {@link #KEPT}, because a job may archive or delete what a
 * long stream wrote: a rule of S3 deletes an object after one day at the earliest. It also forgets
 * the oldest of more than {@link #MOST} files, so its memory is bounded.
 */
final class RecentFiles {
  static final Duration KEPT = Duration.ofDays(1);

  /** These many names take about 30 MB. */
  static final int MOST = 100_000;

  private final Queue<File> files = new ArrayDeque<>();
  private boolean all = true;

  private record File(String name, long published) {}

  /**
   * Adds a file.
   *
   * @param name the name of the file, relative to the output
   * @param now the time, in milliseconds since the epoch; not before that of an earlier file
   */
  void add(String name, long now) {
    files.add(new File(name, now));
    forgetOld(now);
  }

  private void forgetOld(long now) {
    for (File oldest = files.peek();
        oldest != null && (files.size() > MOST || oldest.published() < now - KEPT.toMillis());
        oldest = files.peek()) {
      files.remove();
      all = false;
    }
  }

  /**
   * Returns what is missing of the files that were published within {@link #KEPT}, without files of
   * settled days.
   *
   * @param now the time, in milliseconds since the epoch
   */
  List<MissingFiles> missing(OutputFolder output, long now) throws IOException {
    forgetOld(now);
    List<String> names = files.stream().map(File::name).toList();
    List<MissingFiles> missing = MissingFiles.find(output, names);
    if (!missing.isEmpty()) {
      // A day that was settled in the meantime has other files, and settle deletes the old ones.
      SettledDays settled = SettledDays.in(output);
      List<String> live = names.stream().filter(name -> !settled.hasDayOf(name)).toList();
      all &= live.size() == names.size();
      missing = MissingFiles.find(output, live);
    }
    return all ? missing : missing.stream().map(MissingFiles::withoutLines).toList();
  }
}
