package dev.sessionbeam.deliver.dlq;

import dev.sessionbeam.deliver.message.DeadLetterReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
  /** Names all letters that somebody else left. */
  public static final String FOREIGN = "foreign";

  /** Names all letters that a Lambda function left, whatever its error. */
  public static final String LAMBDA = "lambda";

  /** Returns the reasons that can be asked for, but for those with the error of a function. */
  public static List<String> knownReasons() {
    return Stream.concat(
            Stream.of(DeadLetterReason.values()).map(DeadLetterReason::code),
            Stream.of(FOREIGN, LAMBDA))
        .toList();
  }

  /** Whether a letter can have this reason. */
  public static boolean isReason(String reason) {
    return knownReasons().contains(reason) || reason.startsWith(LAMBDA + ":");
  }

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
