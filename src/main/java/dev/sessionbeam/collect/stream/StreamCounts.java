package dev.sessionbeam.collect.stream;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the stream has done so far. Several threads count at the same time. */
public final class StreamCounts {
  final LongAdder calls = new LongAdder();
  final LongAdder failedCalls = new LongAdder();
  final LongAdder taken = new LongAdder();
  final LongAdder refused = new LongAdder();

  /** Calls of PutRecords that have ended. */
  public long calls() {
    return calls.sum();
  }

  /** Calls of which the stream took no record. */
  public long failedCalls() {
    return failedCalls.sum();
  }

  /** Records that the stream has taken. */
  public long taken() {
    return taken.sum();
  }

  /** Records that the stream did not take, counted each time. Most of them are sent again. */
  public long refused() {
    return refused.sum();
  }
}
