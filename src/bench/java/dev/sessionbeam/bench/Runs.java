package dev.sessionbeam.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Runs programs one after the other, each with empty folders, and measures them. All programs must
 * write the same numbers of events and sessions for one input.
 */
final class Runs {
  private final BenchSettings settings;
  private final Path output;
  private final Map<Path, OutputCounts> counts = new HashMap<>();
  private final PrintStream out = System.out;

  Runs(BenchSettings settings) {
    this.settings = settings;
    this.output = settings.home().resolve("output").toAbsolutePath();
  }

  /** Runs a program, and fails if it writes more or less than the first one for this input. */
  Cost run(Contestant program, Input input) throws IOException, InterruptedException {
    Cost cost = start(program, input);
    check(program, input);
    clean();
    return cost;
  }

  /** Runs a program, and returns the current sessions that it writes. */
  Found result(Contestant program, Input input) throws IOException, InterruptedException {
    start(program, input);
    Found found = Found.in(output);
    clean();
    return found;
  }

  private Cost start(Contestant program, Input input) throws IOException, InterruptedException {
    clean();
    Files.createDirectories(settings.scratch());
    Cost cost =
        Stopwatch.run(program.start().command(input.folder(), output), settings.log(program.key()));
    out.printf(
        Locale.ROOT,
        "  %-55s %,12d events %7.1f s wall %7.1f s user %6.1f s system %,7d MB%n",
        program.name(),
        input.records(),
        seconds(cost.wall()),
        seconds(cost.user()),
        seconds(cost.system()),
        cost.peakBytes() / 1_000_000);
    return cost;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private void check(Contestant program, Input input) throws IOException {
    if (!program.hasOutput()) {
      return;
    }
    OutputCounts written = OutputCounts.in(output);
    OutputCounts first = counts.computeIfAbsent(input.folder(), none -> written);
    if (written.sessions() == 0 || !written.equals(first)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s wrote %s for %s, but the first program wrote %s",
              program.name(),
              written,
              input.folder(),
              first));
    }
  }

  private void clean() throws IOException {
    Folders.delete(output);
    Folders.delete(settings.scratch());
  }
}
