package dev.sessionbeam.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats instants for the output: RFC 3339 in UTC, with three decimals. */
public final class Rfc3339 {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String FORM = "0000-00-00T00:00:00.000Z";
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
    byte[] text = FORM.getBytes(StandardCharsets.ISO_8859_1);
    put(text, 3, date.getYear());
    put(text, 6, date.getMonthValue());
    put(text, 9, date.getDayOfMonth());
    put(text, 12, rest / 3_600_000);
    put(text, 15, rest / 60_000 % 60);
    put(text, 18, rest / 1000 % 60);
    put(text, 22, rest % 1000);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads an instant that is written exactly as {@link #format(long)} writes it, in quotes.
   *
   * @return milliseconds since the epoch; null if the value is written in any other way
   */
  public static @Nullable Long read(JsonValue json) {
    byte[] text = json.buffer();
    int at = json.offset() + 1;
    if (json.length() != FORM.length() + 2 || !json.isString() || !isInForm(text, at)) {
      return null;
    }
    int month = number(text, at + 5, 2);
    int day = number(text, at + 8, 2);
    int hour = number(text, at + 11, 2);
    int minute = number(text, at + 14, 2);
    int second = number(text, at + 17, 2);
    int year = number(text, at, 4);
    if (month < 1
        || month > 12
        || day < 1
        || day > YearMonth.of(year, month).lengthOfMonth()
        || hour > 23
        || minute > 59
        || second > 59) {
      return null;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    int secondOfDay = (hour * 60 + minute) * 60 + second;
    return days * MILLIS_PER_DAY + secondOfDay * 1000L + number(text, at + 20, 3);
  }

  private static boolean isInForm(byte[] text, int start) {
    for (int i = 0; i < FORM.length(); i++) {
      char form = FORM.charAt(i);
      byte b = text[start + i];
      if (form == '0' ? b < '0' || b > '9' : b != form) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] text, int start, int digits) {
    int number = 0;
    for (int i = start; i < start + digits; i++) {
      number = 10 * number + text[i] - '0';
    }
    return number;
  }

  /** Writes a number so that its last digit is at the position {@code last}. */
  private static void put(byte[] text, int last, int number) {
    for (int at = last, left = number; left > 0; at--, left /= 10) {
      text[at] = (byte) ('0' + left % 10);
    }
  }
}
