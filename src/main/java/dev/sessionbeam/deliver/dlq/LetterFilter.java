package dev.sessionbeam.deliver.dlq;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. A letter whose age is not known is left out if an age is asked for.
 *
 * @param destination only those of this destination; null for all
 * @param reasons only those with one of these reasons; empty for all. {@code lambda} is every
 *     reason of a Lambda function
 * @param olderThan only those that have been dead letters for at least so long; null for all
 * @param newerThan only those that have been dead letters for less than so long; null for all
 * @param now the time from which ages are counted
 */
public record LetterFilter(
    @Nullable String destination,
    Set<String> reasons,
    @Nullable Duration olderThan,
    @Nullable Duration newerThan,
    Instant now) {
  /** Names all letters that a Lambda function left, whatever its error. */
  public static final String LAMBDA = "lambda";

  boolean takes(StoredLetter letter) {
    String of = letter.destination();
    return (destination == null || of == null || destination.equals(of))
        && (reasons.isEmpty() || names(letter))
        && (olderThan == null || !later(letter.sent(), now.minus(olderThan)))
        && (newerThan == null || !earlier(letter.sent(), now.minus(newerThan)));
  }

  /** Whether the reasons name that of a letter. */
  boolean names(StoredLetter letter) {
    return reasons.contains(letter.reason())
        || (letter.kind() == StoredLetter.Kind.LAMBDA && reasons.contains(LAMBDA));
  }

  private static boolean later(@Nullable Instant time, Instant than) {
    return time == null || time.isAfter(than);
  }

  private static boolean earlier(@Nullable Instant time, Instant than) {
    return time == null || !time.isAfter(than);
  }
}
