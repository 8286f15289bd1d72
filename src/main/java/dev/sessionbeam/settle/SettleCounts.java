package dev.sessionbeam.settle;

import dev.sessionbeam.publish.Dataset;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** The counters of the pipeline of {@code settle}, in this class's namespace. */
public final class SettleCounts {
  /** The counter of the sessions that lines of the settling days replace on other days. */
  public static final String REPLACED = "replaced";

  /** The counter of the files that were written. */
  public static final String FILES = "files";

  private SettleCounts() {}

  /** The name of the counter of lines read on the days that settle. */
  public static String read(Dataset dataset) {
    return dataset.folder() + "_read";
  }

  /** The name of the counter of lines that were written. */
  public static String kept(Dataset dataset) {
    return dataset.folder() + "_kept";
  }

  /** The name of the counter of lines that are not current. */
  public static String superseded(Dataset dataset) {
    return dataset.folder() + "_superseded";
  }

  static Counter counter(String name) {
    return Metrics.counter(SettleCounts.class, name);
  }
}
