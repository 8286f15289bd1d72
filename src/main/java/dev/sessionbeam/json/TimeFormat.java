package dev.sessionbeam.json;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of a definition's time field to instants. An instant is a whole millisecond; what
 * is finer is floored, so that the order of instants stays. The tables in docs/definition.md list
 * what each format reads.
 */
public final class TimeFormat implements Serializable {
  private static final String NUMBER = "a number, or a number in a string: ";

  /** The named formats, and a pattern. */
  public enum Kind {
    EPOCH_SECONDS(3, false, "an integer: seconds since the epoch"),
    EPOCH_MILLIS(0, false, "an integer: milliseconds since the epoch"),
    EPOCH_SECONDS_LENIENT(3, true, NUMBER + "seconds since the epoch"),
    EPOCH_MILLIS_LENIENT(0, true, NUMBER + "milliseconds since the epoch"),
    EPOCH_MICROS(-3, true, NUMBER + "microseconds since the epoch"),
    EPOCH_NANOS(-6, true, NUMBER + "nanoseconds since the epoch"),
    ISO8601("an ISO 8601 time as a string"),
    PATTERN("a string by the pattern ");

    private final boolean epoch;
    private final int power;
    private final boolean lenient;
    private final String description;

    Kind(int power, boolean lenient, String description) {
      this.epoch = true;
      this.power = power;
      this.lenient = lenient;
      this.description = description;
    }

    Kind(String description) {
      this.epoch = false;
      this.power = 0;
      this.lenient = false;
      this.description = description;
    }

    /** Whether the value counts units since the epoch, so that a zone has no meaning. */
    public boolean isEpoch() {
      return epoch;
    }

    /** The name in a definition, as in {@code epoch_millis}. A pattern is not written by a name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The longest JSON integer that can be in the range of a long, in characters. */
  private static final int LONGEST_INTEGER = 20;

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

  /**
   * A number of units since the epoch.
   *
   * @throws IllegalArgumentException if the kind is not one of an epoch
   */
  public static TimeFormat epoch(Kind kind) {
    if (!kind.isEpoch()) {
      throw new IllegalArgumentException(kind.label() + " does not count units since the epoch");
    }
    return new TimeFormat(kind, null, ZoneOffset.UTC);
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
    return pattern == null ? kind.description : kind.description + pattern;
  }

  /** Whether the value has the JSON type that this format needs. */
  public boolean accepts(JsonValue value) {
    if (!kind.epoch) {
      return value.isString();
    }
    return kind.lenient ? value.isNumber() || value.isString() : value.isInteger();
  }

  /**
   * The instant in milliseconds since the epoch, or null if the value is not an instant, or is one
   * outside the range of a long.
   */
  public @Nullable Long millis(JsonValue value) {
    if (kind.epoch && kind.power == 0) {
      long small = value.asSmallInteger();
      if (small != JsonValue.NOT_SMALL) {
        return small;
      }
    }
    if (!accepts(value)) {
      return null;
    }
    return switch (kind) {
      case EPOCH_SECONDS, EPOCH_MILLIS -> integer(value);
      case ISO8601 -> iso8601(value);
      case PATTERN -> formatted(value);
      default -> number(value);
    };
  }

  /**
   * The instant of a value that a definition's rule has computed, in milliseconds since the epoch,
   * or null if the value is not an instant. It differs from {@link #millis} in one way: every epoch
   * format takes a number with a fraction or an exponent, because a scaled integer is often not a
   * whole number.
   */
  public @Nullable Long millisOfComputed(JsonValue value) {
    Long millis = millis(value);
    return millis == null && kind.epoch && value.isNumber() ? number(value) : millis;
  }

  private @Nullable Long integer(JsonValue value) {
    return value.length() > LONGEST_INTEGER
        ? null
        : EpochNumber.ofInteger(value.text(), kind.power);
  }

  private @Nullable Long number(JsonValue value) {
    String text = value.isString() ? value.asString() : bounded(value);
    return text == null ? null : EpochNumber.ofNumber(text, kind.power);
  }

  /** The text of a number, or null if it is too long to be an instant. */
  private static @Nullable String bounded(JsonValue value) {
    return value.length() > EpochNumber.LONGEST ? null : value.text();
  }

  private @Nullable Long iso8601(JsonValue value) {
    String text = value.asString();
    return text == null ? null : IsoTime.millis(text, zone);
  }

  private @Nullable Long formatted(JsonValue value) {
    String text = value.asString();
    if (text == null) {
      return null;
    }
    try {
      String readable = BEYOND_NANOSECONDS.matcher(text).replaceFirst("");
      return millis(formatter().parse(readable));
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private long millis(TemporalAccessor parsed) {
    if (parsed.isSupported(ChronoField.OFFSET_SECONDS)
        && parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(parsed).toEpochMilli();
    }
    LocalDate date = LocalDate.from(parsed);
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId written = parsed.query(TemporalQueries.zone());
    return LocalTimes.millis(
        date.atTime(time == null ? LocalTime.MIDNIGHT : time), written == null ? zone : written);
  }

  private DateTimeFormatter formatter() {
    DateTimeFormatter ready = formatter;
    if (ready == null) {
      // Strict, so that February 30 is not a date. A year without an era is in the common era, also
      // if the pattern ends in an optional part that is not closed.
      ready =
          new DateTimeFormatterBuilder()
              .append(DateTimeFormatter.ofPattern(String.valueOf(pattern), Locale.ENGLISH))
              .parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
      formatter = ready;
    }
    return ready;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case PATTERN -> pattern + " in " + zone;
      case ISO8601 -> zone.equals(ZoneOffset.UTC) ? kind.label() : kind.label() + " in " + zone;
      default -> kind.label();
    };
  }
}
