package dev.sessionbeam.lease;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The days (UTC) that a run may write or replace.
 *
 * @param from the first day, or null if every day before {@code to} is covered
 * @param to the day after the last one, or null if every day from {@code from} on is covered
 */
public record LeasedDays(@Nullable LocalDate from, @Nullable LocalDate to) implements Serializable {
  private static final LeasedDays EVERYTHING = new LeasedDays(null, null);

  /**
   * Checks that the days are in order.
   *
   * @throws IllegalArgumentException if no day is covered
   */
  public LeasedDays {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException("there is no day from " + from + " to before " + to);
    }
  }

  /** The whole output. A batch run covers it, and so does every writer of an archive. */
  public static LeasedDays everything() {
    return EVERYTHING;
  }

  /**
   * The days of a backfill.
   *
   * @param to the day after the last one
   * @throws IllegalArgumentException if no day is covered
   */
  public static LeasedDays days(LocalDate from, LocalDate to) {
    return new LeasedDays(from, to);
  }

  /**
   * The days that a stream may still change: the day of an instant, and all later ones.
   *
   * @param oldest the published watermark, minus the allowed lateness, minus the time that a
   *     revision reaches back
   */
  public static LeasedDays daysFrom(Instant oldest) {
    return new LeasedDays(LocalDate.ofInstant(oldest, ZoneOffset.UTC), null);
  }

  /** Whether at least one day is in both. */
  public boolean overlaps(LeasedDays other) {
    return beginsBefore(other.to) && other.beginsBefore(to);
  }

  /** Whether every day of the other is in this one. */
  public boolean contains(LeasedDays other) {
    boolean begin = from == null || (other.from != null && !other.from.isBefore(from));
    boolean end = to == null || (other.to != null && !other.to.isAfter(to));
    return begin && end;
  }

  private boolean beginsBefore(@Nullable LocalDate end) {
    return from == null || end == null || from.isBefore(end);
  }

  /** The days as words in a sentence, such as "the days from 2017-02-05 on". */
  @Override
  public String toString() {
    if (from == null) {
      return to == null ? "everything" : "the days before " + to;
    }
    if (to == null) {
      return "the days from " + from + " on";
    }
    LocalDate last = to.minusDays(1);
    return from.equals(last) ? "the day " + from : "the days " + from + " to " + last;
  }
}
