package dev.sessionbeam.run;

import java.util.List;
import java.util.Locale;

/**
 * What was measured in a run of {@link IsolationDemo}.
 *
 * @param ill whether three of the five destinations were ill
 * @param sinceRead from when the pipeline read an event to when a healthy destination had it
 * @param sincePut the same, from when the event was put into the stream
 * @param checkpoints how long the checkpoints took that began while the events came
 * @param notes what else is worth to know, one line each
 */
record IsolationResult(
    boolean ill,
    Percentiles sinceRead,
    Percentiles sincePut,
    Percentiles checkpoints,
    Feeding feeding,
    List<String> notes) {
  private static final double P99 = 99;

  /** A healthy run, and the run with ill destinations after it. */
  record Pair(IsolationResult healthy, IsolationResult ill) {
    /** Returns how much longer the slowest hundredth of the events took, since they were read. */
    double sinceRead() {
      return ill.sinceRead.millis(P99) / healthy.sinceRead.millis(P99);
    }

    /** Returns the same since the events were put into the stream. */
    double sincePut() {
      return ill.sincePut.millis(P99) / healthy.sincePut.millis(P99);
    }

    /** Returns how much longer the longest checkpoint took. */
    double longestCheckpoint() {
      return ill.checkpoints.longest() / healthy.checkpoints.longest();
    }

    /** Returns how much longer the longest checkpoint took than half of the healthy run's. */
    double longestCheckpointToMedian() {
      return ill.checkpoints.longest() / healthy.checkpoints.median();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "ill ÷ healthy: 99 %% from read to receipt %.2f, from put to receipt %.2f; longest"
              + " checkpoint %.2f (÷ the healthy median: %.2f)",
          sinceRead(),
          sincePut(),
          longestCheckpoint(),
          longestCheckpointToMedian());
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%n  read to receipt  %s%n  put to receipt   %s%n  checkpoints      %s%n"
            + "  the machine was %.0f %% busy; an event was put up to %d ms late%n  %s",
        ill ? "three destinations are ill" : "all destinations are healthy",
        sinceRead,
        sincePut,
        checkpoints,
        feeding.busyPercent(),
        feeding.longestDelay().toMillis(),
        String.join(System.lineSeparator() + "  ", notes));
  }
}
