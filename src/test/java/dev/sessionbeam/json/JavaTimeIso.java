package dev.sessionbeam.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
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
 * Reads the common forms of ISO 8601 with java.time. Version 0.1.0 read them like this, so no text
 * may have another instant in a later version.
 */
final class JavaTimeIso {
  private static final DateTimeFormatter ISO = formatter();
  private static final Pattern BEYOND_NANOSECONDS = Pattern.compile("(?<=[.,]\\d{9})\\d+");

  private JavaTimeIso() {}

  /** Returns the instant of a text, or null. A time without an offset is in UTC. */
  static @Nullable Long millis(String text) {
    try {
      TemporalAccessor parsed = ISO.parse(BEYOND_NANOSECONDS.matcher(text).replaceFirst(""));
      if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
        return Instant.from(parsed).toEpochMilli();
      }
      LocalTime time = parsed.query(TemporalQueries.localTime());
      return LocalDate.from(parsed)
          .atTime(time == null ? LocalTime.MIDNIGHT : time)
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static DateTimeFormatter formatter() {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .append(isoDate())
        .appendOptional(isoTime('T'))
        .appendOptional(isoTime(' '))
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

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
}
