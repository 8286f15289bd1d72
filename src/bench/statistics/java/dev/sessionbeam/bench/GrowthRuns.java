package dev.sessionbeam.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The runs over one input, one for each round.
 *
 * @param events the number of events of the input
 * @param costs what each run took
 * @param spilled the most bytes that each run had in temporary files; empty for a stream
 * @param checkpoints the checkpoints of each run; empty for a batch run
 */
record GrowthRuns(
    long events, List<Cost> costs, List<Long> spilled, List<CheckpointLog> checkpoints) {
  /** Returns no runs yet. */
  static GrowthRuns of(long events) {
    return new GrowthRuns(events, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  double[] wallSeconds() {
    return CostCells.seconds(costs, Cost::wall);
  }
}
