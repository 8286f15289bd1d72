package dev.sessionbeam.draft;

import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.TimeFormat;
import dev.sessionbeam.json.TimeFormat.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In which formats the values of a field are times. A value counts as a time only in the years 2000
 * to 2099, which are those that a run accepts.
 */
final class TimeGuess {
  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long TOO_LATE = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private static final String ISO8601 = Kind.ISO8601.label();
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,25}(\\.\\d{1,12})?");
  private static final Pattern TIME_OF_DAY = Pattern.compile("[T ]\\d");
  private static final Pattern OFFSET =
      Pattern.compile("[T ].*([Zz]|[+-]\\d\\d(:?\\d\\d){0,2}| UTC| GMT)");
  private static final Pattern ZONE_LETTER = Pattern.compile("[XxZzVO]");

  /** What each pattern has: to try all of them on every text takes long. */
  private static final Pattern MAY_BE_A_PATTERN = Pattern.compile("(?=.*\\d:\\d\\d).{12,40}");

  /** Patterns that senders use, the more frequent ones first. */
  private static final List<TimeFormat> PATTERNS =
      Stream.of(
              "yyyy/MM/dd HH:mm[:ss]",
              "dd.MM.yyyy HH:mm[:ss]",
              "MM/dd/yyyy HH:mm[:ss]",
              "dd/MM/yyyy HH:mm[:ss]",
              "dd-MM-yyyy HH:mm[:ss]",
              "MM/dd/yyyy hh:mm[:ss] a",
              "dd/MMM/yyyy:HH:mm:ss Z",
              "EEE, d MMM yyyy HH:mm:ss z",
              "EEE MMM d HH:mm:ss z yyyy")
          .map(pattern -> TimeFormat.pattern(pattern, ZoneOffset.UTC))
          .toList();

  private static final List<TimeFormat> NUMBERS =
      Stream.of(
              Kind.EPOCH_SECONDS_LENIENT,
              Kind.EPOCH_MILLIS_LENIENT,
              Kind.EPOCH_MICROS,
              Kind.EPOCH_NANOS)
          .map(TimeFormat::epoch)
          .toList();

  private static final TimeFormat ISO = TimeFormat.iso8601(ZoneOffset.UTC);

  /**
   * A format, and what it reads of the values.
   *
   * @param name as a definition writes it
   * @param count how many values it reads
   * @param earliest the earliest time, in milliseconds since 1970
   * @param latest the latest time, in milliseconds since 1970
   * @param isLocal whether the times have no offset, so that they need a zone
   * @param isDate whether the values have no time of day
   */
  record Found(
      String name, int count, long earliest, long latest, boolean isLocal, boolean isDate) {
    private static Found of(String name, int count, long millis, boolean isLocal, boolean isDate) {
      return new Found(name, count, millis, millis, isLocal, isDate);
    }

    private Found plus(Found other) {
      return new Found(
          name,
          count + other.count,
          Math.min(earliest, other.earliest),
          Math.max(latest, other.latest),
          isLocal || other.isLocal,
          isDate && other.isDate);
    }
  }

  private final Map<String, Found> found = new LinkedHashMap<>();

  private TimeGuess() {}

  /** Returns the formats in which values of the field are times, that of most values first. */
  static List<Found> of(FieldProfile field) {
    TimeGuess guess = new TimeGuess();
    field.numbers().forEach((number, count) -> guess.addNumber(number, count, false));
    field.texts().forEach(guess::addText);
    return guess.formats();
  }

  private List<Found> formats() {
    // A lenient format reads what the strict one reads, too.
    for (Kind lenient : List.of(Kind.EPOCH_SECONDS_LENIENT, Kind.EPOCH_MILLIS_LENIENT)) {
      String strict = lenient.label().replace("_lenient", "");
      Found both = found.get(lenient.label());
      Found other = found.remove(both == null ? "" : strict);
      if (both != null && other != null) {
        found.put(lenient.label(), both.plus(other));
      }
    }
    List<Found> formats = new ArrayList<>(found.values());
    formats.sort(Comparator.comparingInt(Found::count).reversed());
    return formats;
  }

  private void addText(String text, int count) {
    JsonValue value = JsonValue.of(text);
    Long iso = inRange(ISO, value);
    if (iso != null) {
      boolean isDate = !TIME_OF_DAY.matcher(text).find();
      boolean isLocal = !isDate && !OFFSET.matcher(text).find();
      add(Found.of(ISO8601, count, iso, isLocal, isDate));
    } else if (NUMBER.matcher(text).matches()) {
      addNumber(text, count, true);
    } else if (MAY_BE_A_PATTERN.matcher(text).matches()) {
      for (TimeFormat format : PATTERNS) {
        Long millis = inRange(format, value);
        if (millis != null) {
          String pattern = String.valueOf(format.pattern());
          boolean isLocal = !ZONE_LETTER.matcher(pattern).find();
          add(Found.of(pattern, count, millis, isLocal, false));
        }
      }
    }
  }

  private void addNumber(String number, int count, boolean isText) {
    if (!NUMBER.matcher(number).matches()) {
      return;
    }
    boolean isLenient = isText || number.indexOf('.') >= 0;
    JsonValue value = JsonValue.ofText(new BigDecimal(number).toPlainString());
    for (TimeFormat format : NUMBERS) {
      Long millis = inRange(format, value);
      if (millis != null) {
        String name = format.kind().label();
        String written = isLenient ? name : name.replace("_lenient", "");
        add(Found.of(written, count, millis, false, false));
      }
    }
  }

  private void add(Found more) {
    found.merge(more.name(), more, Found::plus);
  }

  private static @Nullable Long inRange(TimeFormat format, JsonValue value) {
    Long millis = format.millis(value);
    return millis != null && millis >= EARLIEST && millis < TOO_LATE ? millis : null;
  }
}
