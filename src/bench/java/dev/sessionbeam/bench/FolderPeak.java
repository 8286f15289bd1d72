package dev.sessionbeam.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The most bytes of files that a folder held, of some looks a second. Jars do not count: Flink
 * unpacks one at each start.
 */
final class FolderPeak implements AutoCloseable {
  private static final long MILLIS_BETWEEN_LOOKS = 200;

  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong peak = new AtomicLong();

  /** Looks at a folder until this is closed. The folder need not exist yet. */
  FolderPeak(Path folder) {
    var unused =
        looks.scheduleWithFixedDelay(
            () -> peak.accumulateAndGet(bytes(folder), Math::max),
            0,
            MILLIS_BETWEEN_LOOKS,
            TimeUnit.MILLISECONDS);
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.toString().endsWith(".jar"))
          .mapToLong(FolderPeak::size)
          .sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // The folder is missing, or one in it was just deleted: the next look is better.
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // It was just deleted.
    }
  }

  /** Returns the most bytes so far. */
  long bytes() {
    return peak.get();
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
