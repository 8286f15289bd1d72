package dev.sessionbeam.io.kinesis;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The position of a shard as a savepoint holds it. KinesisIO has one place for it: the sequence
 * number. KinesisIO compares these numbers and saves them, but only our {@link FeedClient} reads
 * them. So our numbers contain the number of Kinesis, how far the shard's events have come, and a
 * count. They are in this order, so that a later position is a larger number.
 *
 * @param sequenceNumber of the last emitted record of Kinesis, or null if none was emitted yet
 * @param reached the instant that the shard's watermark follows, in milliseconds since the epoch,
 *     or {@link ShardPosition#NO_EVENT}
 * @param count makes positions without a new record different from each other
 */
record SavedPosition(@Nullable String sequenceNumber, long reached, int count) {
  private static final int REACHED_DIGITS = 20;
  private static final int COUNT_DIGITS = 10;

  /** Means that no record was emitted. Kinesis has no such number. */
  private static final String NONE = "0";

  /** The position of a shard from which nothing was read. */
  static SavedPosition atStart(long reached) {
    return new SavedPosition(null, reached, 0);
  }

  /** The same position with the next count. */
  SavedPosition next() {
    return new SavedPosition(sequenceNumber, reached, count + 1);
  }

  /** The number that KinesisIO uses as the sequence number of Kinesis. It contains only digits. */
  String number() {
    return (sequenceNumber == null ? NONE : sequenceNumber)
        + padded(Long.toUnsignedString(reached ^ Long.MIN_VALUE), REACHED_DIGITS)
        + padded(Integer.toString(count), COUNT_DIGITS);
  }

  private static String padded(String digits, int length) {
    return "0".repeat(length - digits.length()) + digits;
  }

  /**
   * Parses a position that {@link #number} wrote.
   *
   * @throws IllegalArgumentException if it is another number, for example from a savepoint of a job
   *     that uses KinesisIO directly
   */
  static SavedPosition parse(String number) {
    int reachedAt = number.length() - REACHED_DIGITS - COUNT_DIGITS;
    int countAt = number.length() - COUNT_DIGITS;
    if (reachedAt < 1 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(
          number + " is not a position that this version saves: use --readAgainFrom=TIME");
    }
    String own = number.substring(0, reachedAt);
    return new SavedPosition(
        own.equals(NONE) ? null : own,
        new BigInteger(number.substring(reachedAt, countAt)).longValue() ^ Long.MIN_VALUE,
        Integer.parseInt(number.substring(countAt)));
  }
}
