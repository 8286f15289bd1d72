package dev.sessionbeam.run;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.session.SessionRange;
import dev.sessionbeam.session.SessionRules;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backfill: a run that computes only the sessions that start on some days, and replaces only the
 * partitions of these days.
 *
 * @param days the days whose partitions are written
 * @param range the sessions of these days, and the events that they need
 */
record Backfill(DateRange days, SessionRange range) {
  static Backfill of(DateRange days, Definition definition) {
    return new Backfill(days, SessionRange.of(days.begin(), days.end(), rules(definition)));
  }

  private static SessionRules rules(Definition definition) {
    return SessionRules.of(definition.session().gap(), definition.session().maxDuration());
  }

  /**
   * The days on which sessions start that events between two instants may change; null if there is
   * no first such day, because sessions may last forever.
   */
  static @Nullable DateRange changedBy(EventTimes times, Definition definition) {
    SessionRules rules = rules(definition);
    LocalDate first = LocalDate.ofInstant(times.first(), ZoneOffset.UTC);
    if (day(first, rules).readTo() == SessionRange.FOR_EVER) {
      return null;
    }
    while (first.isAfter(DaysFlags.EARLIEST)
        && day(first.minusDays(1), rules).readTo() > times.first().toEpochMilli()) {
      first = first.minusDays(1);
    }
    LocalDate end = LocalDate.ofInstant(times.last(), ZoneOffset.UTC).plusDays(1);
    while (end.isBefore(DaysFlags.LATEST)
        && day(end, rules).readFrom() <= times.last().toEpochMilli()) {
      end = end.plusDays(1);
    }
    return new DateRange(first, end);
  }

  private static SessionRange day(LocalDate day, SessionRules rules) {
    DateRange range = new DateRange(day, day.plusDays(1));
    return SessionRange.of(range.begin(), range.end(), rules);
  }

  /**
   * The days that the options name; null if they name none, or if something is wrong with them,
   * which is added to the faults.
   */
  static @Nullable DateRange days(InputOptions options, boolean streaming, List<String> faults) {
    // FlagModes reports the flags if the run is a stream.
    return streaming ? null : DaysFlags.read(options.getFrom(), options.getTo(), faults);
  }

  /** The line that is printed first: what the run computes, and what the input must hold for it. */
  String announcement() {
    return "Computing the sessions that start on "
        + days
        + " (UTC). The input must hold "
        + needed()
        + ".";
  }

  private String needed() {
    String from = "all events from " + Rfc3339.format(range.readFrom());
    return range.readTo() == SessionRange.FOR_EVER
        ? from + " on, because there is no max_duration"
        : from + " up to " + Rfc3339.format(range.readTo());
  }

  /**
   * Prints a note if no event was read before or after the range. Only the user knows whether such
   * events exist.
   */
  void doubt(Ledger ledger, PrintWriter err) {
    Ledger.Outside outside = ledger.outside();
    if (outside != null && outside.before() == 0) {
      err.println(
          "Note: no event before the range was read. If such events exist, add them to the input.");
    }
    if (outside != null && outside.after() == 0) {
      err.println(
          "Note: no event after the range was read. If such events exist, add them to the input.");
    }
  }

  /** The range as values for JSON. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("from", days.from().toString());
    values.put("to", days.to().toString());
    values.put("events_needed_from", Rfc3339.format(range.readFrom()));
    if (range.readTo() != SessionRange.FOR_EVER) {
      values.put("events_needed_up_to", Rfc3339.format(range.readTo()));
    }
    return values;
  }
}
