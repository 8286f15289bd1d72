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

  private static final byte[] TEMPLATE =
      "\"0000-00-00T00:00:00.000Z\"".getBytes(StandardCharsets.ISO_8859_1);

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
    byte[] text = quoted(millis);
    return text == null
        ? FORMAT.format(Instant.ofEpochMilli(millis))
        : new String(text, 1, text.length - 2, StandardCharsets.ISO_8859_1);
  }

  /** Formats an instant as a JSON string. */
  public static JsonValue toJson(Instant instant) {
    long second = instant.getEpochSecond();
    byte[] text =
        second >= FIRST_SECOND && second < SECOND_BEYOND ? quoted(instant.toEpochMilli()) : null;
    return text == null ? JsonValue.ofPlain(format(instant)) : JsonValue.ofText(text);
  }

  /**
   * An instant as a JSON string; null if its year does not have four digits. It is written by hand
   * because a formatter takes as much time as all other work on a record.
   */
  private static byte @Nullable [] quoted(long millis) {
    long day = Math.floorDiv(millis, MILLIS_PER_DAY);
    int rest = (int) Math.floorMod(millis, MILLIS_PER_DAY);
    LocalDate date = LocalDate.ofEpochDay(day);
    int year = date.getYear();
    if (year < 0 || year > LAST_YEAR) {
      return null;
    }
    byte[] text = TEMPLATE.clone();
    putTwo(text, 1, year / 100);
    putTwo(text, 3, year % 100);
    putTwo(text, 6, date.getMonthValue());
    putTwo(text, 9, date.getDayOfMonth());
    putTwo(text, 12, rest / 3_600_000);
    putTwo(text, 15, rest / 60_000 % 60);
    putTwo(text, 18, rest / 1000 % 60);
    int milli = rest % 1000;
    text[21] = (byte) ('0' + milli / 100);
    putTwo(text, 22, milli % 100);
    return text;
  }

  /**
   * Reads an instant that is written exactly as {@link #format(long)} writes it, in quotes.
   *
   * @return milliseconds since the epoch; null if the value is written in any other way
   */
  public static @Nullable Long read(JsonValue json) {
    byte[] text = json.buffer();
    if (json.length() != TEMPLATE.length || !isInForm(text, json.offset())) {
      return null;
    }
    int at = json.offset() + 1;
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
    for (int i = 0; i < TEMPLATE.length; i++) {
      byte b = text[start + i];
      if (TEMPLATE[i] == '0' ? b < '0' || b > '9' : b != TEMPLATE[i]) {
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

  /** Writes a number of two digits from a position on. */
  private static void putTwo(byte[] text, int at, int number) {
    text[at] = (byte) ('0' + number / 10);
    text[at + 1] = (byte) ('0' + number % 10);
  }
}
