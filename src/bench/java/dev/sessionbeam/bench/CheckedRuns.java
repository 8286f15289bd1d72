package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Runs of several checkouts on one input, which all have to write as many events and sessions. */
final class CheckedRuns {
  private final Contestant contestant;
  private final Input input;
  private final Path output;
  private final Path logs;
  private OutputCounts counts;

  /**
   * Prepares the runs.
   *
   * @param contestant how each is started
   * @param output where each writes to; it is deleted after each run
   */
  CheckedRuns(Contestant contestant, Input input, Path output, Path logs) {
    this.contestant = contestant;
    this.input = input;
    this.output = output;
    this.logs = logs;
  }

  /** Runs a checkout, and fails if it writes more or less than the first one did. */
  Cost of(Checkout checkout) throws IOException, InterruptedException {
    Folders.delete(output);
    Cost cost = checkout.run(contestant.start().command(input.folder(), output), logs);
    System.out.printf(
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
          "%s wrote %s, the first run %s".formatted(checkout.folder(), written, counts));
    }
    Folders.delete(output);
    return cost;
  }

  /** What each run wrote. */
  OutputCounts counts() {
    return counts;
  }
}
