package dev.sessionbeam.bench;

import java.util.List;

/** The tables that look into one run, while it runs or by its recording. */
final class LiveTables {
  private LiveTables() {}

  /** Returns the tables in the order in which they are measured. */
  static List<MeasuredTable> all() {
    return List.of(new SourceTable(), new StateTable(), new LatencyTable(), new StepsTable());
  }
}
