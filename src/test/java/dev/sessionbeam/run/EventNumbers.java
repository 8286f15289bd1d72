package dev.sessionbeam.run;

import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Finds the numbers of events in bytes that come in pieces. The event with the number 17 has the
 * identifier {@code "n-17"}. One for each sequence of bytes; not thread-safe.
 */
final class EventNumbers {
  private static final byte[] BEGINNING = "\"n-".getBytes(StandardCharsets.US_ASCII);

  private int matched;
  private int digits;
  private int number;

  /** Returns the identifier of an event. */
  static String id(int number) {
    return "n-" + number;
  }

  /** Finds the numbers in a whole text. */
  static void findIn(byte[] bytes, IntConsumer found) {
    new EventNumbers().find(bytes, bytes.length, found);
  }

  /** Finds the numbers in the next piece, of which the beginning may be in the piece before. */
  void find(byte[] bytes, int length, IntConsumer found) {
    for (int i = 0; i < length; i++) {
      byte next = bytes[i];
      if (matched < BEGINNING.length) {
        matched = next == BEGINNING[matched] ? matched + 1 : begins(next);
        digits = 0;
        number = 0;
      } else if (next >= '0' && next <= '9') {
        digits++;
        number = number * 10 + next - '0';
      } else {
        if (next == '"' && digits > 0) {
          found.accept(number);
        }
        matched = begins(next);
      }
    }
  }

  private static int begins(byte next) {
    return next == BEGINNING[0] ? 1 : 0;
  }
}
