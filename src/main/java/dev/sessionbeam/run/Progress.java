package dev.sessionbeam.run;

import dev.sessionbeam.io.ReadProgress;
import dev.sessionbeam.io.file.InputFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how much has been read: as a bar on a terminal, otherwise as a line every ten seconds. */
final class Progress implements AutoCloseable {
  private static final long MEBIBYTE = 1L << 20;
  private static final int LINE_EVERY_SECONDS = 10;
  private static final int BAR_EVERY_MILLIS = 200;

  private final long totalBytes;
  private final PrintWriter err;
  private final long startedAt = System.nanoTime();
  private final long recordsBefore = ReadProgress.records();
  private final long bytesBefore = ReadProgress.storedBytes();
  private final @Nullable ProgressBar bar;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  private Progress(long totalBytes, PrintWriter err, @Nullable ProgressBar bar) {
    this.totalBytes = totalBytes;
    this.err = err;
    this.bar = bar;
  }

  static Progress start(List<InputFile> files, PrintWriter err) {
    long total = files.stream().mapToLong(InputFile::size).sum();
    Progress progress = new Progress(total, err, isTerminal() && total > 0 ? bar(total) : null);
    progress.schedule();
    return progress;
  }

  @SuppressWarnings("SystemConsoleNull") // Correct on JDK 17, which the build requires.
  private static boolean isTerminal() {
    return System.console() != null;
  }

  private static ProgressBar bar(long totalBytes) {
    return new ProgressBarBuilder()
        .setTaskName("Reading")
        .setInitialMax(totalBytes)
        .setUnit(" MB", MEBIBYTE)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(BAR_EVERY_MILLIS)
        .showSpeed()
        .build();
  }

  private void schedule() {
    long every =
        bar == null ? TimeUnit.SECONDS.toMillis(LINE_EVERY_SECONDS) : (long) BAR_EVERY_MILLIS;
    var unused = timer.scheduleAtFixedRate(this::show, every, every, TimeUnit.MILLISECONDS);
  }

  private void show() {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(bytes());
      shown.setExtraMessage(String.format(Locale.ROOT, "%,d records", records()));
      return;
    }
    err.println(line());
    err.flush();
  }

  private String line() {
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    if (totalBytes == 0) {
      return String.format(
              Locale.ROOT,
              "%,d records read in %.0f s (%,.0f records/s)",
              records(),
              seconds,
              records() / seconds)
          + lag();
    }
    return String.format(
        Locale.ROOT,
        "%,d records, %,d of %,d MB read in %.0f s (%,.0f records/s)",
        records(),
        bytes() / MEBIBYTE,
        totalBytes / MEBIBYTE,
        seconds,
        records() / seconds);
  }

  /** How far the reading was behind the stream since the last line, at most. */
  private static String lag() {
    long millis = ReadProgress.takeMostBehind();
    return millis == ReadProgress.NOTHING_READ
        ? ""
        : String.format(Locale.ROOT, ", at most %.1f s behind", millis / 1e3);
  }

  private long records() {
    return ReadProgress.records() - recordsBefore;
  }

  private long bytes() {
    return ReadProgress.storedBytes() - bytesBefore;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    ProgressBar shown = bar;
    if (shown != null) {
      show();
      shown.close();
    }
    err.println(line());
    err.flush();
  }
}
