package dev.sessionbeam.collect.spool;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the spool holds and has done. Several threads count at the same time. */
public final class SpoolCounts {
  final AtomicLong waiting = new AtomicLong();
  final AtomicLong waitingBytes = new AtomicLong();
  final AtomicLong fileBytes = new AtomicLong();
  final AtomicLong oldestMillis = new AtomicLong();
  final LongAdder added = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder syncs = new LongAdder();
  final LongAdder failures = new LongAdder();

  /** Events that are not in the stream. */
  public long waiting() {
    return waiting.get();
  }

  /** The size of those events on the disk, in bytes. */
  public long waitingBytes() {
    return waitingBytes.get();
  }

  /** The size of all files, in bytes. */
  public long fileBytes() {
    return fileBytes.get();
  }

  /** When the oldest event was received, in milliseconds since the epoch; 0 if none waits. */
  public long oldestMillis() {
    return oldestMillis.get();
  }

  /** Events that were added since the start. */
  public long added() {
    return added.sum();
  }

  /** Events that were sent to the stream since the start. */
  public long sent() {
    return sent.sum();
  }

  /** How often events were written and forced to the disk. */
  public long syncs() {
    return syncs.sum();
  }

  /** How often that failed. */
  public long failures() {
    return failures.sum();
  }
}
