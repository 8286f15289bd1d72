package dev.sessionbeam.deliver.connect;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.CompletionException;

/** Makes short messages for people out of what a destination answered. */
public final class ErrorText {
  /** The most characters of a message. */
  static final int MOST_CHARS = 1024;

  /**
   * How much of an answer is read: twice what a message has. What must not be in a message can then
   * be found at the end of it too.
   */
  static final int KEPT_BYTES = 2 * MOST_CHARS;

  private ErrorText() {}

  /**
   * Returns the beginning of an answer as one line.
   *
   * @param secrets what the message must not have, such as the value of a header that the
   *     destination may repeat
   */
  static String of(byte[] answer, Collection<String> secrets) {
    int length = Math.min(answer.length, KEPT_BYTES);
    return of(new String(answer, 0, length, StandardCharsets.UTF_8), secrets);
  }

  /** Does the same for an answer that is text already. */
  static String of(String answer, Collection<String> secrets) {
    String text = SecretMask.hide(answer, secrets);
    return cut(text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip());
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARS) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(MOST_CHARS - 1));
    return text.substring(0, splits ? MOST_CHARS - 1 : MOST_CHARS);
  }

  /** Returns a message after its status or code; without a colon if it is empty. */
  static String joined(String first, String message) {
    return message.isEmpty() ? first : first + ": " + message;
  }

  /** Returns the exception within those that futures wrap around it. */
  public static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Returns the innermost cause. */
  static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
