package dev.sessionbeam.deliver.connect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt to deliver. See the table of retries in docs/deliver.md.
 *
 * @param error a short message for people, without secrets; empty if it was delivered
 * @param retryAfter how long the destination asks to wait before the next attempt; null if it does
 *     not say
 */
public record Outcome(Kind kind, String error, @Nullable Duration retryAfter) {
  /** The kinds of outcomes. */
  public enum Kind {
    /** The destination has accepted it. */
    DELIVERED,
    /** It failed, and may succeed later: a timeout, throttling, a fault of the server. */
    RETRY,
    /** It failed, and always will: another try of the same bytes cannot succeed. */
    REFUSED,
    /** It is larger than the destination takes. */
    TOO_LARGE
  }

  /** The destination has accepted the delivery. */
  public static final Outcome DELIVERED = new Outcome(Kind.DELIVERED, "", null);

  /** A fault that may go away. */
  public static Outcome retry(String error) {
    return new Outcome(Kind.RETRY, error, null);
  }

  /** A fault that may go away, and when to try again. */
  public static Outcome retry(String error, @Nullable Duration after) {
    return new Outcome(Kind.RETRY, error, after);
  }

  /** A fault that stays. */
  public static Outcome refused(String error) {
    return new Outcome(Kind.REFUSED, error, null);
  }

  /** The delivery is too large. */
  public static Outcome tooLarge(String error) {
    return new Outcome(Kind.TOO_LARGE, error, null);
  }
}
