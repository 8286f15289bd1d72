package dev.sessionbeam.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats instants for the output: RFC 3339 in UTC, with three decimals. */
public final class Rfc3339 {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int LAST_YEAR = 9999;
  private static final long FIRST_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long SECOND_BEYOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private Rfc3339() {}

  /** Formats an instant, as in {@code 2017-02-05T00:00:00.123Z}. */
  public static String format(Instant instant) {
    long second = instant.getEpochSecond();
    return second >= FIRST_SECOND && second < SECOND_BEYOND
        ? format(instant.toEpochMilli())
        : FORMAT.format(instant);
  }

  /** Formats an instant in milliseconds since the epoch, as {@link #format(Instant)} does. */
  public static String format(long millis) {
    long day = Math.floorDiv(millis, MILLIS_PER_DAY);
    int rest = (int) Math.floorMod(millis, MILLIS_PER_DAY);
    LocalDate date = LocalDate.ofEpochDay(day);
    if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
      return FORMAT.format(Instant.ofEpochMilli(millis));
    }
    // A formatter takes as much time as all other work on a record.
    byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    put(text, 3, date.getYear());
    put(text, 6, date.getMonthValue());
    put(text, 9, date.getDayOfMonth());
    put(text, 12, rest / 3_600_000);
    put(text, 15, rest / 60_000 % 60);
    put(text, 18, rest / 1000 % 60);
    put(text, 22, rest % 1000);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Writes a number so that its last digit is at the position {@code last}. */
  private static void put(byte[] text, int last, int number) {
    for (int at = last, left = number; left > 0; at--, left /= 10) {
      text[at] = (byte) ('0' + left % 10);
    }
  }
}
