package dev.sessionbeam.json;

import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.chrono.IsoChronology;
import java.time.temporal.IsoFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date of ISO 8601, basic or extended: {@code 2024-03-10} and {@code 20240310}, {@code
 * 2024-070} and {@code 2024070} (the day of the year), {@code 2024-W10-7} and {@code 2024W107} (the
 * week, and the day from Monday). A year has four digits, so the number of digits tells them apart.
 */
final class IsoDate {
  private static final int MONTHS = 12;
  private static final int WEEKS = 53;
  private static final int DAYS_OF_A_WEEK = 7;

  private IsoDate() {}

  /** Moves over a date and returns it, or returns null if no valid date comes next. */
  static @Nullable LocalDate read(TextCursor text) {
    int year = text.number(4);
    if (year == TextCursor.NONE) {
      return null;
    }
    boolean extended = text.skip('-');
    if (text.skipLetters("W")) {
      int week = text.number(2);
      return extended && !text.skip('-') ? null : ofWeek(year, week, text.number(1));
    }
    int digits = text.digits();
    if (digits == 3) {
      return ofDay(year, text.number(3));
    }
    if (digits != (extended ? 2 : 4)) {
      return null;
    }
    int month = text.number(2);
    return extended && !text.skip('-') ? null : ofMonth(year, month, text.number(2));
  }

  private static @Nullable LocalDate ofMonth(int year, int month, int day) {
    boolean valid =
        month >= 1
            && month <= MONTHS
            && day >= 1
            && day <= Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year));
    return valid ? LocalDate.of(year, month, day) : null;
  }

  private static @Nullable LocalDate ofDay(int year, int day) {
    return day >= 1 && day <= Year.of(year).length() ? LocalDate.ofYearDay(year, day) : null;
  }

  private static @Nullable LocalDate ofWeek(int year, int week, int day) {
    if (week < 1 || week > WEEKS || day < 1 || day > DAYS_OF_A_WEEK) {
      return null;
    }
    // The fourth of January is in the first week of every year.
    LocalDate fourth = LocalDate.of(year, Month.JANUARY, 4);
    int days = (week - 1) * DAYS_OF_A_WEEK + day - fourth.getDayOfWeek().getValue();
    LocalDate date = fourth.plusDays(days);
    return date.get(IsoFields.WEEK_BASED_YEAR) == year ? date : null;
  }
}
