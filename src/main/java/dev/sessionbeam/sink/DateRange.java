package dev.sessionbeam.sink;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * Days of UTC, each of which has a folder in {@code events/} and in {@code sessions/}.
 *
 * @param from the first day
 * @param to the day behind the last one
 */
public record DateRange(LocalDate from, LocalDate to) implements Serializable {
  /**
   * @throws IllegalArgumentException where no day is in it
   */
  public DateRange {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("no day is in it");
    }
  }

  /** The instant at which the first day begins. */
  public Instant begin() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The instant at which the last day is over. */
  public Instant end() {
    return to.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The folders of the days' results, below the output folder. */
  List<String> folders() {
    return Stream.of(Dataset.EVENTS, Dataset.SESSIONS)
        .flatMap(
            dataset -> from.datesUntil(to).map(date -> dataset.folder() + "/" + "date=" + date))
        .toList();
  }

  /** Both days in one name. */
  String name() {
    return from + "_" + to;
  }

  /** The days as a person says them. */
  @Override
  public String toString() {
    LocalDate last = to.minusDays(1);
    return from.equals(last) ? from.toString() : from + " to " + last;
  }
}
