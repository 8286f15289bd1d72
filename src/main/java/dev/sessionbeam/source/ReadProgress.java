package dev.sessionbeam.source;

import java.util.concurrent.atomic.LongAdder;

/**
 * How much this process has read so far, for a progress display; the ledger counts by Beam's own
 * metrics.
 */
public final class ReadProgress {
  private static final LongAdder RECORDS = new LongAdder();
  private static final LongAdder STORED_BYTES = new LongAdder();

  private ReadProgress() {}

  /** Counts records that were read. */
  public static void addRecords(int records) {
    RECORDS.add(records);
  }

  static void addStoredBytes(long bytes) {
    STORED_BYTES.add(bytes);
  }

  /** Records read by this process. */
  public static long records() {
    return RECORDS.sum();
  }

  /**
   * Bytes of the files read by this process, as stored; compressed files count when they are done.
   */
  public static long storedBytes() {
    return STORED_BYTES.sum();
  }
}
