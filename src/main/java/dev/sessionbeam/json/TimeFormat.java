package dev.sessionbeam.json;

import java.io.Serializable;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of a definition's time field to instants. An instant is a whole millisecond;
 * finer digits are cut off.
 */
public final class TimeFormat implements Serializable {
  /** The three named formats, and a pattern. */
  public enum Kind {
    EPOCH_MILLIS,
    EPOCH_SECONDS,
    ISO8601,
    PATTERN
  }

  private static final int LONGEST_EPOCH = 20;

  /** A number of this many characters, multiplied by a thousand, always fits into a long. */
  private static final int LONGEST_EPOCH_OF_A_LONG = 15;

  private static final DateTimeFormatter ISO = iso8601();

  // java.time reads no digits after the nanoseconds, and such digits do not matter.
  private static final Pattern BEYOND_NANOSECONDS = Pattern.compile("(?<=[.,]\\d{9})\\d+");

  private final Kind kind;
  private final @Nullable String pattern;
  private final ZoneId zone;
  private transient @Nullable DateTimeFormatter formatter;

  private TimeFormat(Kind kind, @Nullable String pattern, ZoneId zone) {
    this.kind = kind;
    this.pattern = pattern;
    this.zone = zone;
  }

  /** A JSON integer: milliseconds since the epoch. */
  public static TimeFormat epochMillis() {
    return new TimeFormat(Kind.EPOCH_MILLIS, null, ZoneOffset.UTC);
  }

  /** A JSON integer: seconds since the epoch. */
  public static TimeFormat epochSeconds() {
    return new TimeFormat(Kind.EPOCH_SECONDS, null, ZoneOffset.UTC);
  }

  /** A string in ISO 8601, basic or extended. A time without an offset is local to the zone. */
  public static TimeFormat iso8601(ZoneId zone) {
    return new TimeFormat(Kind.ISO8601, null, zone);
  }

  /**
   * A string in a pattern of {@link DateTimeFormatter}. A time without an offset is local to the
   * zone.
   *
   * @throws IllegalArgumentException if the pattern is not valid
   */
  public static TimeFormat pattern(String pattern, ZoneId zone) {
    TimeFormat format = new TimeFormat(Kind.PATTERN, pattern, zone);
    format.formatter();
    return format;
  }

  public Kind kind() {
    return kind;
  }

  /** The pattern as it was written; null for a named format. */
  public @Nullable String pattern() {
    return pattern;
  }

  /** The zone that a time without an offset is local to. */
  public ZoneId zone() {
    return zone;
  }

  /** A description of the values of this format, for a message. */
  public String description() {
    return switch (kind) {
      case EPOCH_MILLIS -> "an integer: milliseconds since the epoch";
      case EPOCH_SECONDS -> "an integer: seconds since the epoch";
      case ISO8601 -> "an ISO 8601 time as a string";
      case PATTERN -> "a string by the pattern " + pattern;
    };
  }

  /** Whether the value has the JSON type that this format needs. */
  public boolean accepts(JsonValue value) {
    return switch (kind) {
      case EPOCH_MILLIS, EPOCH_SECONDS -> value.isInteger();
      case ISO8601, PATTERN -> value.isString();
    };
  }

  /**
   * The instant in milliseconds since the epoch, or null if the value is not an instant, or is one
   * outside the range of a long.
   */
  public @Nullable Long millis(JsonValue value) {
    if (!accepts(value)) {
      return null;
    }
    return switch (kind) {
      case EPOCH_MILLIS -> epoch(value, 1);
      case EPOCH_SECONDS -> epoch(value, 1000);
      case ISO8601, PATTERN -> text(value);
    };
  }

  private static @Nullable Long epoch(JsonValue value, int factor) {
    if (value.length() > LONGEST_EPOCH) {
      return null;
    }
    if (value.length() <= LONGEST_EPOCH_OF_A_LONG) {
      return Long.parseLong(value.text()) * factor;
    }
    BigInteger millis = new BigInteger(value.text()).multiply(BigInteger.valueOf(factor));
    return millis.bitLength() < Long.SIZE ? millis.longValue() : null;
  }

  private @Nullable Long text(JsonValue value) {
    String text = value.asString();
    if (text == null) {
      return null;
    }
    try {
      String readable = BEYOND_NANOSECONDS.matcher(text).replaceFirst("");
      return instant(formatter().parse(readable)).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private Instant instant(TemporalAccessor parsed) {
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(parsed);
    }
    LocalDate date = LocalDate.from(parsed);
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId written = parsed.query(TemporalQueries.zone());
    LocalDateTime local = date.atTime(time == null ? LocalTime.MIDNIGHT : time);
    return ZonedDateTime.of(local, written == null ? zone : written).toInstant();
  }

  private DateTimeFormatter formatter() {
    if (kind == Kind.ISO8601) {
      return ISO;
    }
    DateTimeFormatter ready = formatter;
    if (ready == null) {
      // Strict, so that February 30 is not a date. A year without an era is in the common era.
      ready =
          new DateTimeFormatterBuilder()
              .appendPattern(String.valueOf(pattern))
              .parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
      formatter = ready;
    }
    return ready;
  }

  private static DateTimeFormatter iso8601() {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .append(isoDate())
        .appendOptional(isoTime('T'))
        .appendOptional(isoTime(' '))
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  // Not the JDK's own basic dates and week dates: they switch to lenient parsing, and the text
  // after them is then misread.
  private static DateTimeFormatter isoDate() {
    return new DateTimeFormatterBuilder()
        .appendOptional(year(ChronoField.YEAR).appendPattern("-MM-dd").toFormatter(Locale.ROOT))
        .appendOptional(year(ChronoField.YEAR).appendPattern("MMdd").toFormatter(Locale.ROOT))
        .appendOptional(
            year(IsoFields.WEEK_BASED_YEAR)
                .appendLiteral("-W")
                .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2)
                .appendLiteral('-')
                .appendValue(ChronoField.DAY_OF_WEEK, 1)
                .toFormatter(Locale.ROOT))
        .toFormatter(Locale.ROOT);
  }

  private static DateTimeFormatterBuilder year(TemporalField field) {
    return new DateTimeFormatterBuilder().appendValue(field, 4, 4, SignStyle.NEVER);
  }

  private static DateTimeFormatter isoTime(char before) {
    return new DateTimeFormatterBuilder()
        .appendLiteral(before)
        .appendValue(ChronoField.HOUR_OF_DAY, 2)
        .appendOptional(isoMinutes(":"))
        .appendOptional(isoMinutes(""))
        .appendPattern("[XXXXX][XXX][X]")
        .toFormatter(Locale.ROOT);
  }

  private static DateTimeFormatter isoMinutes(String before) {
    return new DateTimeFormatterBuilder()
        .appendLiteral(before)
        .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
        .optionalStart()
        .appendLiteral(before)
        .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
        .appendOptional(isoFraction('.'))
        .appendOptional(isoFraction(','))
        .toFormatter(Locale.ROOT);
  }

  private static DateTimeFormatter isoFraction(char before) {
    return new DateTimeFormatterBuilder()
        .appendLiteral(before)
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
        .toFormatter(Locale.ROOT);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case PATTERN -> pattern + " in " + zone;
      case ISO8601 -> zone.equals(ZoneOffset.UTC) ? "iso8601" : "iso8601 in " + zone;
      default -> kind.name().toLowerCase(Locale.ROOT);
    };
  }
}
