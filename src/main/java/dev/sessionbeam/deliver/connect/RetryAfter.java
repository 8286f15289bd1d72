package dev.sessionbeam.deliver.connect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}: a number of seconds, or a date of HTTP. */
final class RetryAfter {
  private RetryAfter() {}

  /**
   * Returns how long to wait; null if the header says nothing that can be understood, or a time
   * that is past.
   */
  static @Nullable Duration parse(String header, InstantSource clock) {
    try {
      String text = header.strip();
      Duration wait =
          !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  clock.instant(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
      return wait.isNegative() || wait.isZero() ? null : wait;
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }
}
