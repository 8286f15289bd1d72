package dev.sessionbeam.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** The fixed lower bounds of the classes of each distribution. See docs/report.md. */
final class Bounds {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final long[] PAUSES = {
    0,
    1,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    20 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    20 * MINUTE,
    30 * MINUTE,
    45 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    30 * DAY,
    365 * DAY
  };

  /** Of durations, in milliseconds. */
  static final long[] DURATIONS = {
    0,
    1,
    SECOND,
    10 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY
  };

  /** Of numbers of events or sessions. */
  static final long[] COUNTS = {
    1, 2, 3, 4, 5, 6, 11, 21, 51, 101, 201, 501, 1_001, 2_001, 5_001, 10_001, 100_001, 1_000_001
  };

  private Bounds() {}

  /** Of pauses, in milliseconds: each gap is a bound too, so that the counts at it are exact. */
  static long[] ofPauses(List<Duration> gaps) {
    return LongStream.concat(Arrays.stream(PAUSES), gaps.stream().mapToLong(Duration::toMillis))
        .boxed()
        .collect(TreeSet<Long>::new, TreeSet::add, TreeSet::addAll)
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  /** Returns the class of a value: the last one whose bound is not above it. */
  static int classOf(long value, long[] bounds) {
    int place = Arrays.binarySearch(bounds, value);
    return place >= 0 ? place : Math.max(0, -place - 2);
  }
}
