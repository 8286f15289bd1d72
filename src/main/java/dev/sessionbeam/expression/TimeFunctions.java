package dev.sessionbeam.expression;

import dev.cel.runtime.CelFunctionBinding;
import dev.sessionbeam.json.Rfc3339;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The functions on timestamps that CEL does not have, or has without a check of the range. */
final class TimeFunctions {
  static final String RFC3339 = "timestamp_rfc3339";
  static final String DATE = "timestamp_date";
  static final String ISO_DAY_OF_WEEK = "timestamp_iso_day_of_week";

  private static final DateTimeFormatter ISO_DATE = DateTimeFormatter.ISO_LOCAL_DATE;

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private TimeFunctions() {}

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("int64_to_timestamp", Long.class, TimeFunctions::timestamp),
        CelFunctionBinding.from(RFC3339, Instant.class, Rfc3339::format),
        CelFunctionBinding.from(
            DATE, Instant.class, at -> ISO_DATE.format(at.atOffset(ZoneOffset.UTC))),
        CelFunctionBinding.from(
            ISO_DAY_OF_WEEK,
            Instant.class,
            at -> (long) at.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue()));
  }

  /** Returns the timestamp of a number of seconds since the epoch, in the years 1 to 9999. */
  private static Instant timestamp(long seconds) {
    if (seconds < FIRST.getEpochSecond() || seconds > LAST.getEpochSecond()) {
      throw new NoValueException("a timestamp must be in the years 1 to 9999");
    }
    return Instant.ofEpochSecond(seconds);
  }
}
