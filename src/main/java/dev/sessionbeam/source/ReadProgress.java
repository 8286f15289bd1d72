package dev.sessionbeam.source;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much this process has read so far, for a progress display; the ledger counts by Beam's own
 * metrics.
 */
public final class ReadProgress {
  /** Stands for how far behind a stream was where none was read. */
  public static final long NOTHING_READ = -1;

  private static final LongAdder RECORDS = new LongAdder();
  private static final LongAdder STORED_BYTES = new LongAdder();

  private static final LongAccumulator BEHIND = new LongAccumulator(Math::max, NOTHING_READ);

  private ReadProgress() {}

  /** Counts records that were read. */
  public static void addRecords(int records) {
    RECORDS.add(records);
  }

  static void addStoredBytes(long bytes) {
    STORED_BYTES.add(bytes);
  }

  /** Records of a stream were read, the last of which had arrived so many milliseconds ago. */
  static void addBehind(long millis) {
    BEHIND.accumulate(millis);
  }

  /**
   * How long, at most, a stream's records lay there before they were read, in milliseconds, of
   * those read since this was asked last; {@link #NOTHING_READ} where there were none.
   */
  public static long takeMostBehind() {
    return BEHIND.getThenReset();
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
