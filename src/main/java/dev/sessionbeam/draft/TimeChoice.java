package dev.sessionbeam.draft;

import dev.sessionbeam.draft.TimeGuess.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the field of the time, its format and its zone, or asks.
 *
 * @param field the field or expression
 * @param format the format
 * @param zone the zone of times without an offset; null if all times have one
 * @param units converts times in other units; null if all have the same one
 */
record TimeChoice(Choice field, Choice format, @Nullable Choice zone, @Nullable CleanRule units) {
  private static final String WHICH = "When did an event happen?";

  /** The smallest share of values that are times, in percent. */
  private static final int MOST_VALUES = 80;

  private static final Pattern TIME_OF_DAY =
      Pattern.compile("\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,9})?)?");

  /** Chooses from the fields of a sample. */
  static TimeChoice of(Collection<FieldProfile> fields, int records) {
    Map<FieldRef, List<Found>> formats = new HashMap<>();
    for (FieldProfile field : fields) {
      List<Found> found = TimeGuess.of(field);
      int read = found.stream().mapToInt(Found::count).sum();
      if (!found.isEmpty() && 100L * read >= (long) MOST_VALUES * field.usableCount()) {
        formats.put(field.field(), found);
      }
    }
    List<Candidate> times =
        Candidate.of(RoleNames.TIME, fields, field -> formats.containsKey(field.field()));
    List<Candidate> withTime = times.stream().filter(it -> !best(it, formats).isDate()).toList();
    if (withTime.isEmpty() && !times.isEmpty()) {
      Optional<TimeChoice> together = dateAndTime(times, fields, records);
      if (together.isPresent()) {
        return together.get();
      }
    }
    List<Candidate> candidates = named(withTime.isEmpty() ? times : withTime, formats);
    Choice field = new RoleChoice(WHICH, 0, 2, records).of(candidates);
    if (candidates.isEmpty()) {
      List<String> all = List.of("See docs/definition.md, \"Times\".");
      return new TimeChoice(
          field, Choice.question(null, "In which format are the times?", all), null, null);
    }
    Candidate first = candidates.get(0);
    return of(field, first, formats.getOrDefault(first.profile().field(), List.of()));
  }

  /**
   * Keeps fields that could replace each other: if one has no value in a record, another one can
   * only give the time if it has the same format. Fields that no name speaks for stay if there is
   * nothing better.
   */
  private static List<Candidate> named(List<Candidate> times, Map<FieldRef, List<Found>> formats) {
    if (times.isEmpty()) {
      return times;
    }
    Candidate first = times.get(0);
    List<Candidate> kept = new ArrayList<>();
    for (Candidate time : times) {
      boolean isEqual = time.tier() == first.tier();
      boolean isAlike = best(time, formats).name().equals(best(first, formats).name());
      if (isEqual || isAlike) {
        // A field for whose name nothing speaks is the right one if it is alone.
        int tier = times.size() == 1 ? 1 : time.tier();
        kept.add(new Candidate(time.profile(), tier, true));
      }
    }
    return kept;
  }

  private static Found best(Candidate time, Map<FieldRef, List<Found>> formats) {
    return formats.getOrDefault(time.profile().field(), List.of()).get(0);
  }

  private static TimeChoice of(Choice field, Candidate first, List<Found> found) {
    Found best = found.get(0);
    int usable = first.profile().usableCount();
    List<String> range =
        List.of(
            "From "
                + Instant.ofEpochMilli(best.earliest())
                + " to "
                + Instant.ofEpochMilli(best.latest())
                + ".");
    Choice format = format(first, found, usable, range);
    boolean isLocal = found.stream().anyMatch(it -> it.isLocal() || it.isDate());
    return new TimeChoice(field, format, isLocal ? askZone() : null, units(first, found));
  }

  private static Choice format(Candidate first, List<Found> found, int usable, List<String> range) {
    Found best = found.get(0);
    if (best.count() == usable) {
      List<Found> equal = found.stream().filter(it -> it.count() == usable).toList();
      if (equal.size() == 1) {
        return Choice.clear(best.name(), range);
      }
      List<String> names = equal.stream().map(it -> "  " + it.name()).toList();
      return Choice.question(
          best.name(), "Which of these formats is it? They read all values of the sample.", names);
    }
    List<String> lines = new ArrayList<>();
    found.forEach(
        it ->
            lines.add(
                "  "
                    + it.name()
                    + ": "
                    + Texts.count(it.count(), "value")
                    + ", from "
                    + Instant.ofEpochMilli(it.earliest())
                    + " to "
                    + Instant.ofEpochMilli(it.latest())));
    int others = usable - best.count();
    if (units(first, found) != null) {
      return Choice.clear(best.name(), range);
    }
    if (100L * best.count() >= (long) MOST_VALUES * usable) {
      List<String> few = new ArrayList<>(range);
      few.add(
          Texts.count(others, "other value")
              + ": such a record is rejected, and goes to invalid/.");
      return Choice.clear(best.name(), few);
    }
    return Choice.question(
        best.name(), "The values are in more than one format. Which one is right?", lines);
  }

  private static @Nullable CleanRule units(Candidate first, List<Found> found) {
    FieldRef field = first.profile().field();
    return MixedUnits.are(found) && field.key() == null ? MixedUnits.rule(field, found) : null;
  }

  private static Choice askZone() {
    return Choice.question(
        "UTC",
        "The times have no offset. In which time zone are they?",
        List.of("Write UTC, or a name such as Europe/Berlin."));
  }

  /** A date in one field and the time of day in another one. */
  private static Optional<TimeChoice> dateAndTime(
      List<Candidate> dates, Collection<FieldProfile> fields, int records) {
    Comparator<FieldProfile> mostUsable = Comparator.comparingInt(FieldProfile::usableCount);
    Optional<FieldProfile> time = fields.stream().filter(TimeChoice::isTimeOfDay).max(mostUsable);
    return time.map(
        of -> {
          FieldRef date = dates.get(0).profile().field();
          String value = date.expression() + " + 'T' + " + of.field().expression();
          Choice field =
              Choice.clear(
                  value,
                  List.of(
                      "The date is in one field, and the time of day in another one, in "
                          + Texts.percent(of.usableCount(), records)
                          + " of the records."));
          return new TimeChoice(field, Choice.clear("iso8601", List.of()), askZone(), null);
        });
  }

  private static boolean isTimeOfDay(FieldProfile field) {
    int times =
        field.texts().entrySet().stream()
            .filter(it -> TIME_OF_DAY.matcher(it.getKey()).matches())
            .mapToInt(Map.Entry::getValue)
            .sum();
    return field.isText() && 100L * times >= (long) MOST_VALUES * field.usableCount();
  }
}
