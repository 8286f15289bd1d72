package dev.sessionbeam.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The table {@code state}: how many bytes of heap and of a checkpoint a session takes while it is
 * open, and while it is closed and waits for late events.
 */
final class StateTable implements MeasuredTable {
  @Override
  public String key() {
    return "state";
  }

  @Override
  public String measure(BenchSettings settings) throws IOException, InterruptedException {
    int sessions = Math.toIntExact(settings.machines());
    MarkdownRows rows =
        MarkdownRows.of("state back end", "a session that is", "live heap", "checkpoint");
    long bytes = 0;
    for (StateBackend backend : StateBackend.values()) {
      StateRun run = StateRun.of(settings, sessions, backend);
      bytes = run.bytes() / sessions;
      addRow(rows, backend, "open", run.start(), run.open(), sessions);
      addRow(rows, backend, "closed", run.start(), run.closed(), sessions);
      addRow(rows, backend, "closed, one more", run.closed(), run.moreClosed(), sessions);
      System.out.printf(Locale.ROOT, "  %s: %s%n", backend.label(), run);
    }
    return String.format(
        Locale.ROOT,
        "%s%nOf %,d sessions, and then as many more; each has %d events, which are %,d bytes of records. One run for each"
            + " back end. %s",
        rows,
        sessions,
        SampleSessions.EVENTS,
        bytes,
        Machine.lastLine());
  }

  private static void addRow(
      MarkdownRows rows,
      StateBackend backend,
      String state,
      StateSizes before,
      StateSizes after,
      int sessions) {
    rows.add(
        backend.label(),
        state,
        backend == StateBackend.HEAP ? each(before, after, StateSizes::heap, sessions) : "–",
        each(before, after, StateSizes::checkpoint, sessions));
  }

  private static String each(
      StateSizes before, StateSizes after, ToLongFunction<StateSizes> what, int sessions) {
    long more = what.applyAsLong(after) - what.applyAsLong(before);
    return String.format(Locale.ROOT, "%,d bytes", Math.round((double) more / sessions));
  }
}
