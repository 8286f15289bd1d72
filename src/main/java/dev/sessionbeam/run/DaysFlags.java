package dev.sessionbeam.run;

import dev.sessionbeam.publish.DateRange;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The flags {@code --from} and {@code --to}: the days of a backfill. */
public final class DaysFlags {
  static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
  static final LocalDate LATEST = LocalDate.of(2100, 1, 1);

  private DaysFlags() {}

  /**
   * The days that the flags name; null if they name none, or if something is wrong with them, which
   * is added to the faults.
   *
   * @param first the value of {@code --from}; null if it is not given
   * @param end the value of {@code --to}; null if it is not given
   */
  public static @Nullable DateRange read(
      @Nullable String first, @Nullable String end, List<String> faults) {
    if (first == null && end == null) {
      return null;
    }
    LocalDate from = day("--from", first, faults);
    LocalDate to = day("--to", end, faults);
    if (from == null || to == null) {
      return null;
    }
    if (!from.isBefore(to)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "--to=%s must be after --from=%s: it is the day after the last day. For %s alone, give"
                  + " --to=%s",
              to,
              from,
              from,
              from.plusDays(1)));
      return null;
    }
    return new DateRange(from, to);
  }

  private static @Nullable LocalDate day(String flag, @Nullable String text, List<String> faults) {
    if (text == null) {
      faults.add(flag + "=DATE is missing: give both --from and --to");
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      if (!day.isBefore(EARLIEST) && !day.isAfter(LATEST)) {
        return day;
      }
      faults.add(flag + ": " + text + " must be in the years 2000 to 2099, as all events are");
    } catch (DateTimeParseException e) {
      faults.add(flag + ": '" + text + "' is not a date: write it like 2017-02-05");
    }
    return null;
  }
}
