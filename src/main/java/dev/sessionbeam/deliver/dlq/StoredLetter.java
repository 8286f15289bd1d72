package dev.sessionbeam.deliver.dlq;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dead letter in a queue or a file.
 *
 * @param kind whose it is
 * @param identity the same for all copies of it, and for nothing else
 * @param destination the destination that failed; null if the letter does not say it
 * @param function the ARN of the Lambda function that failed, without version and alias; null if
 *     the letter does not say it
 * @param reason why it is a dead letter, for people and for filters
 * @param sent when it was put where it is; null if that is not known
 * @param delivery what is sent again; null if it is unreadable. Only of a letter of this program,
 *     it names the destination
 */
record StoredLetter(
    Kind kind,
    String identity,
    @Nullable String destination,
    @Nullable String function,
    String reason,
    @Nullable Instant sent,
    @Nullable Delivery delivery) {
  /** Who wrote it. */
  enum Kind {
    /** This program. */
    OURS,
    /** AWS, because a Lambda function failed. */
    LAMBDA,
    /** Somebody else. */
    FOREIGN,
    /** This program, but it is damaged; or a line of a file that is not a dead letter at all. */
    UNREADABLE
  }

  static StoredLetter unreadable(Message message) {
    return new StoredLetter(
        Kind.UNREADABLE, message.id(), null, null, "unreadable", message.sent(), null);
  }

  /** A letter that does not say which destination failed. */
  static StoredLetter withoutDestination(
      Kind kind,
      @Nullable String function,
      String reason,
      String id,
      Message message,
      byte[] body) {
    Instant sent = message.sent();
    Subject subject = new Subject(Source.EVENTS, "", id, sent == null ? 0 : sent.toEpochMilli());
    return new StoredLetter(
        kind, id, null, function, reason, sent, new Delivery("", "", subject, body));
  }

  /**
   * Returns what is sent to a destination; null if the letter is unreadable.
   *
   * @param rules the version of the routes that choose the destination, if the letter names none
   */
  @Nullable Delivery to(String name, String rules) {
    return delivery == null || kind == Kind.OURS
        ? delivery
        : new Delivery(name, rules, delivery.subject(), delivery.body());
  }
}
