package dev.sessionbeam.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Runs of growing size to tables in Markdown.
 *
 * @param batch the runs in batch: some events, more, and twice as many
 * @param streaming the runs in streaming, over the same inputs
 */
record GrowthTables(List<GrowthRuns> batch, List<GrowthRuns> streaming) {
  private static final String BATCH_HEAD =
      """
      | batch, `-Xmx2g` | wall, median (min–max) | user CPU | system CPU | peak memory | temporary files, most at once |
      |---|---|---|---|---|---|
      """;

  private static final String STREAMING_HEAD =
      """
      | streaming | wall, median (min–max) | user CPU | system CPU | peak memory | largest state | written by its checkpoint | written by all checkpoints |
      |---|---|---|---|---|---|---|---|
      """;

  String markdown() {
    return BATCH_HEAD
        + batch.stream().map(GrowthTables::batchRow).collect(Collectors.joining())
        + "\n"
        + STREAMING_HEAD
        + streaming.stream().map(GrowthTables::streamingRow).collect(Collectors.joining())
        + "\n"
        + lastLine();
  }

  private static String batchRow(GrowthRuns runs) {
    return cells(runs)
        + String.format(Locale.ROOT, "| %s |%n", most(runs.spilled(), Long::longValue));
  }

  private static String streamingRow(GrowthRuns runs) {
    return cells(runs)
        + String.format(
            Locale.ROOT,
            "| %s | %s | %s |%n",
            most(runs.checkpoints(), log -> log.largest().fullBytes()),
            most(runs.checkpoints(), log -> log.largest().writtenBytes()),
            most(runs.checkpoints(), CheckpointLog::writtenBytes));
  }

  private static String cells(GrowthRuns runs) {
    return CostCells.of(String.format(Locale.ROOT, "%,d events", runs.events()), runs.costs());
  }

  /** Returns the most of all runs; "none" if nothing was written. */
  private static <T> String most(List<T> runs, ToLongFunction<T> bytes) {
    long most = runs.stream().mapToLong(bytes).max().orElse(0);
    return most == 0 ? "none" : CostCells.bytes(most);
  }

  private String lastLine() {
    return String.format(
        Locale.ROOT,
        "Wall time of %,d events ÷ %,d: batch %s, streaming %s.%n",
        batch.get(2).events(),
        batch.get(1).events(),
        ratio(batch),
        ratio(streaming));
  }

  private static String ratio(List<GrowthRuns> runs) {
    return MedianRatio.text(runs.get(2).wallSeconds(), runs.get(1).wallSeconds());
  }
}
