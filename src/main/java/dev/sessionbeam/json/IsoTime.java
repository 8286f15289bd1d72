package dev.sessionbeam.json;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time of ISO 8601 and RFC 3339, and the forms of them that databases export. The table in
 * docs/definition.md lists what is read and what is not. It is written by hand because a formatter
 * of java.time takes as long as all other work on a record.
 */
final class IsoTime {
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int MILLIS_PER_SECOND = 1000;
  private static final int LAST_MILLI = 999;
  private static final int FURTHEST_OFFSET = 18 * SECONDS_PER_HOUR;
  private static final int NO_OFFSET = Integer.MAX_VALUE;
  private static final int BAD_OFFSET = Integer.MIN_VALUE;

  private final TextCursor text;
  private int secondOfDay;
  private int milli;
  private boolean leapSecond;

  private IsoTime(String text) {
    this.text = new TextCursor(text);
  }

  /**
   * Returns the instant of a text, in milliseconds since the epoch, or null if the text is not in
   * one of the forms. A time without an offset is local to the zone.
   */
  static @Nullable Long millis(String text, ZoneId zone) {
    return new IsoTime(text).read(zone);
  }

  private @Nullable Long read(ZoneId zone) {
    LocalDate date = IsoDate.read(text);
    if (date == null) {
      return null;
    }
    if (text.isAtEnd()) {
      return millis(date, NO_OFFSET, zone);
    }
    if (!text.skip(' ') && !text.skipLetters("T")) {
      return null;
    }
    if (!readTime()) {
      return null;
    }
    int offset = readOffset();
    if (offset == BAD_OFFSET || !text.isAtEnd()) {
      return null;
    }
    long millis = millis(date, offset, zone);
    return leapSecond && !endsAMonth(millis) ? null : Long.valueOf(millis);
  }

  private long millis(LocalDate date, int offset, ZoneId zone) {
    long second = date.toEpochDay() * SECONDS_PER_DAY + secondOfDay;
    if (offset != NO_OFFSET) {
      return (second - offset) * MILLIS_PER_SECOND + milli;
    }
    if (zone instanceof ZoneOffset fixed) {
      return (second - fixed.getTotalSeconds()) * MILLIS_PER_SECOND + milli;
    }
    int nano = milli * 1_000_000;
    return LocalTimes.millis(LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC), zone);
  }

  /** Moves over hours, minutes, seconds and a fraction; returns whether they are valid. */
  private boolean readTime() {
    int hour = text.number(2);
    int minute = 0;
    int second = 0;
    boolean wholeSecond = true;
    boolean extended = text.isNext(':');
    if (hour != TextCursor.NONE && isPartNext(extended)) {
      minute = readPart(extended);
      if (minute != TextCursor.NONE && isPartNext(extended)) {
        second = readPart(extended);
        if (text.skip('.') || text.skip(',')) {
          if (!text.isDigitNext()) {
            return false;
          }
          wholeSecond = readFraction();
        }
      }
    }
    if (second == SECONDS_PER_MINUTE) {
      leapSecond = true;
      second--;
      milli = LAST_MILLI;
    }
    secondOfDay = hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second;
    return hour >= 0
        && minute >= 0
        && minute < SECONDS_PER_MINUTE
        && second >= 0
        && second < SECONDS_PER_MINUTE
        && (secondOfDay < SECONDS_PER_DAY
            || (secondOfDay == SECONDS_PER_DAY && wholeSecond && !leapSecond));
  }

  private boolean isPartNext(boolean extended) {
    return extended ? text.isNext(':') : text.isDigitNext();
  }

  private int readPart(boolean extended) {
    return extended && !text.skip(':') ? TextCursor.NONE : text.number(2);
  }

  /** Moves over the digits of a fraction, as many as there are; returns whether all are zero. */
  private boolean readFraction() {
    boolean zero = true;
    for (int unit = 100; text.isDigitNext(); unit /= 10) {
      int digit = text.number(1);
      milli += digit * unit;
      zero &= digit == 0;
    }
    return zero;
  }

  /** Moves over an offset and returns it in seconds, or one of the constants. */
  private int readOffset() {
    boolean blank = text.skip(' ');
    if (text.isAtEnd()) {
      return blank ? BAD_OFFSET : NO_OFFSET;
    }
    if (text.skipLetters("Z") || (blank && (text.skipLetters("UTC") || text.skipLetters("GMT")))) {
      return 0;
    }
    boolean west = text.skip('-');
    if (!west && !text.skip('+')) {
      return BAD_OFFSET;
    }
    int hours = text.number(2);
    boolean extended = text.isNext(':');
    int minutes = isPartNext(extended) ? readPart(extended) : 0;
    int seconds = extended && text.isNext(':') ? readPart(true) : 0;
    int offset = hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + seconds;
    boolean valid =
        hours >= 0
            && minutes >= 0
            && minutes < SECONDS_PER_MINUTE
            && seconds >= 0
            && seconds < SECONDS_PER_MINUTE
            && offset <= FURTHEST_OFFSET;
    if (!valid) {
      return BAD_OFFSET;
    }
    return west ? -offset : offset;
  }

  /**
   * Whether the instant is in the last second of a month in UTC, where a leap second may follow.
   */
  private static boolean endsAMonth(long millis) {
    long next = Math.floorDiv(millis, MILLIS_PER_SECOND) + 1;
    return Math.floorMod(next, SECONDS_PER_DAY) == 0
        && LocalDate.ofEpochDay(Math.floorDiv(next, SECONDS_PER_DAY)).getDayOfMonth() == 1;
  }
}
