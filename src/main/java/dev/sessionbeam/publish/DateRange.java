package dev.sessionbeam.publish;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A range of days in UTC. Each day has a folder in {@code events/} and in {@code sessions/}.
 *
 * @param from the first day
 * @param to the day after the last one
 */
public record DateRange(LocalDate from, LocalDate to) implements Serializable {
  private static final Pattern RESULT =
      Pattern.compile(
          "(?:settled/)?(?:events|sessions)/[A-Za-z_]\\w*=(\\d{4}-\\d\\d-\\d\\d)/.*",
          Pattern.DOTALL);

  /**
   * @throws IllegalArgumentException if the range is empty
   */
  public DateRange {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "the range of days from "
              + from
              + " to "
              + to
              + " is empty: the end must be after the first day");
    }
  }

  /** Returns the instant at which the first day begins. */
  public Instant begin() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Returns the instant at which the last day ends. */
  public Instant end() {
    return to.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /**
   * Returns the folders of the days' results, relative to the output folder.
   *
   * @param dateName the name of the partition by date
   */
  List<String> folders(String dateName) {
    return Stream.of(Dataset.EVENTS, Dataset.SESSIONS)
        .flatMap(
            dataset ->
                from.datesUntil(to).map(date -> dataset.folder() + "/" + dateName + "=" + date))
        .toList();
  }

  /** Returns the day of a file with results, named relative to the output folder. */
  public static Optional<LocalDate> dayOf(String file) {
    Matcher matcher = RESULT.matcher(file);
    return matcher.matches() ? Optional.of(LocalDate.parse(matcher.group(1))) : Optional.empty();
  }

  /** Returns whether a file, named relative to the output folder, has results of these days. */
  boolean hasResult(String file) {
    Matcher matcher = RESULT.matcher(file);
    return matcher.matches()
        && from.datesUntil(to).anyMatch(day -> day.toString().equals(matcher.group(1)));
  }

  /** Returns whether a day is in both ranges. */
  boolean overlaps(DateRange other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  /** Returns the range with this name, which {@link #name} has returned. */
  static DateRange named(String name) {
    int to = name.indexOf('_') + 1;
    return new DateRange(
        LocalDate.parse(name.substring(0, to - 1)), LocalDate.parse(name.substring(to)));
  }

  /** Returns the range as it is written in file names, such as {@code 2017-02-05_2017-02-06}. */
  String name() {
    return from + "_" + to;
  }

  /** Returns the days for messages, such as {@code 2017-02-05 to 2017-02-06}: both are included. */
  @Override
  public String toString() {
    LocalDate last = to.minusDays(1);
    return from.equals(last) ? from.toString() : from + " to " + last;
  }
}
