package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.Rfc3339;
import dev.sessionbeam.session.SessionRange;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.sink.DateRange;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run over a range of days does beside that of every run.
 *
 * @param days whose partitions are written
 * @param range the sessions that are in them, and the events that these need
 */
record Backfill(DateRange days, SessionRange range) {
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2100, 1, 1);

  static Backfill of(DateRange days, Definition definition) {
    return new Backfill(days, SessionRange.of(days.begin(), days.end(), rules(definition)));
  }

  private static SessionRules rules(Definition definition) {
    return SessionRules.of(definition.session().gap(), definition.session().maxDuration());
  }

  /** The days that the options name, null for none; what is wrong with them goes to the faults. */
  static @Nullable DateRange days(InputOptions options, boolean streaming, List<String> faults) {
    if (options.getFrom() == null && options.getTo() == null) {
      return null;
    }
    if (streaming) {
      faults.add("--from and --to are for batch: a stream writes every session");
    }
    LocalDate from = day("--from", options.getFrom(), faults);
    LocalDate to = day("--to", options.getTo(), faults);
    if (from == null || to == null) {
      return null;
    }
    if (!from.isBefore(to)) {
      faults.add(
          "--to=%s has to be later than --from=%s: it is the day after the last one. For %s alone: --to=%s"
              .formatted(to, from, from, from.plusDays(1)));
      return null;
    }
    return new DateRange(from, to);
  }

  private static @Nullable LocalDate day(String flag, @Nullable String text, List<String> faults) {
    if (text == null) {
      faults.add(flag + "=DATE is missing: --from and --to go together");
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      if (!day.isBefore(EARLIEST) && !day.isAfter(LATEST)) {
        return day;
      }
      faults.add(flag + ": " + text + " lies outside of the years 2000 to 2099, as no event does");
    } catch (DateTimeParseException e) {
      faults.add(flag + ": '" + text + "' is no date: write it like 2017-02-05");
    }
    return null;
  }

  /** What is going to be computed, and what the input has to hold for that. */
  String announcement() {
    return "Sessions that begin on " + days + " (UTC). The input has to hold " + needed() + ".";
  }

  private String needed() {
    String from = "all events from " + Rfc3339.format(range.readFrom());
    return range.readTo() == SessionRange.FOR_EVER
        ? from + " on, since there is no max_duration"
        : from + " up to " + Rfc3339.format(range.readTo());
  }

  /** Events are missing around the range where none was read; nobody but a person can know. */
  void doubt(Ledger ledger, PrintWriter err) {
    Ledger.Outside outside = ledger.outside();
    if (outside != null && outside.before() == 0) {
      err.println("Note: no event before the range was read. Right if there is none.");
    }
    if (outside != null && outside.after() == 0) {
      err.println("Note: no event after the range was read. Right if there is none.");
    }
  }

  /** The range as plain values, for JSON. */
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
