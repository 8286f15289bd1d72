package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Runs several checkouts on one input. All of them must write the same numbers of events and
 * sessions.
 */
final class CheckedRuns {
  private final Contestant contestant;
  private final Input input;
  private final Path output;
  private final Path logs;
  private OutputCounts counts;

  /**
   * Prepares the runs.
   *
   * @param contestant the contestant whose command starts each run
   * @param output the folder that each run writes to; it is deleted after each run
   */
  CheckedRuns(Contestant contestant, Input input, Path output, Path logs) {
    this.contestant = contestant;
    this.input = input;
    this.output = output;
    this.logs = logs;
  }

  /** Runs a checkout, and fails if its counts differ from those of the first run. */
  Cost of(Checkout checkout) throws IOException, InterruptedException {
    Folders.delete(output);
    Cost cost = checkout.run(contestant.start().command(input.folder(), output), logs);
    System.out.printf(
        Locale.ROOT,
        "  %-4s %7.2f s wall %7.2f s user %7.2f s system%n",
        checkout.name(),
        cost.wall().toMillis() / 1000.0,
        cost.user().toMillis() / 1000.0,
        cost.system().toMillis() / 1000.0);
    OutputCounts written = OutputCounts.in(output);
    if (counts == null) {
      counts = written;
    }
    if (written.sessions() == 0 || !written.equals(counts)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s wrote %s, but the first run wrote %s",
              checkout.folder(),
              written,
              counts));
    }
    Folders.delete(output);
    return cost;
  }

  /** Returns the counts that each run wrote. */
  OutputCounts counts() {
    return counts;
  }
}
