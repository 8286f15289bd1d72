package dev.sessionbeam.bench.flink;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

/** Counts what becomes of the events, for the ledger that the job prints at its end. */
final class SessionCounts {
  final LongCounter events = new LongCounter();
  final LongCounter duplicates = new LongCounter();
  final LongCounter late = new LongCounter();
  final LongCounter sessions = new LongCounter();
  final LongCounter revisions = new LongCounter();

  SessionCounts(RuntimeContext context) {
    context.addAccumulator("events", events);
    context.addAccumulator("duplicates", duplicates);
    context.addAccumulator("late", late);
    context.addAccumulator("sessions", sessions);
    context.addAccumulator("revisions", revisions);
  }
}
