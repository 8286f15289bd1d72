package dev.sessionbeam.run;

import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.settle.SettleCounts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;

/**
 * What became of the lines of the days that settled: {@code lines read = kept + superseded}, for
 * each dataset.
 */
record SettleLedger(Map<String, Long> counts) {
  private static final List<Dataset> DATASETS = List.of(Dataset.SESSIONS, Dataset.EVENTS);

  static SettleLedger of(PipelineResult result) {
    return new SettleLedger(Ledger.counters(result, SettleCounts.class));
  }

  private long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  boolean addsUp() {
    return DATASETS.stream()
        .allMatch(
            dataset ->
                count(SettleCounts.read(dataset))
                    == count(SettleCounts.kept(dataset)) + count(SettleCounts.superseded(dataset)));
  }

  /** How many files were written. */
  long files() {
    return count(SettleCounts.FILES);
  }

  /** How many sessions of other days the days replace. */
  long replaced() {
    return count(SettleCounts.REPLACED);
  }

  /** The ledger for a person. */
  String table() {
    StringBuilder table = new StringBuilder();
    for (Dataset dataset : DATASETS) {
      table.append(row(dataset.folder() + ": lines read", SettleCounts.read(dataset)));
      table.append(row("  kept", SettleCounts.kept(dataset)));
      table.append(row("  superseded", SettleCounts.superseded(dataset)));
    }
    return table
        .append(addsUp() ? "The ledger adds up.\n" : "THE LEDGER DOES NOT ADD UP.\n")
        .toString();
  }

  private String row(String name, String counter) {
    return String.format(Locale.ROOT, "%-24s %,15d%n", name, count(counter));
  }
}
