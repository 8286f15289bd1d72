package dev.sessionbeam.io;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how much this process has read so far, for a progress display. The ledger does not use it:
 * it uses Beam's own metrics.
 */
public final class ReadProgress {
  /** The result of {@link #takeMostBehind} if no record of a stream was read. */
  public static final long NOTHING_READ = -1;

  private static final LongAdder RECORDS = new LongAdder();
  private static final LongAdder STORED_BYTES = new LongAdder();

  private static final LongAccumulator LAG = new LongAccumulator(Math::max, NOTHING_READ);

  private ReadProgress() {}

  /** Counts records that were read. */
  public static void addRecords(int records) {
    RECORDS.add(records);
  }

  /** Counts bytes of files that were read, as stored. */
  public static void addStoredBytes(long bytes) {
    STORED_BYTES.add(bytes);
  }

  /**
   * Reports that records of a stream were read.
   *
   * @param millis how long ago the last of them had arrived, in milliseconds
   */
  static void addBehind(long millis) {
    LAG.accumulate(millis);
  }

  /**
   * Returns how far, at most, reading was behind a stream since the last call: the longest time
   * between the arrival of a record and its reading, in milliseconds. Returns {@link #NOTHING_READ}
   * if no record was read.
   */
  public static long takeMostBehind() {
    return LAG.getThenReset();
  }

  /** Records read by this process. */
  public static long records() {
    return RECORDS.sum();
  }

  /**
   * Bytes of the files that this process has read, as stored. A compressed file counts when it has
   * been read completely.
   */
  public static long storedBytes() {
    return STORED_BYTES.sum();
  }
}
