package dev.sessionbeam.simulate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a simulation from the texts that a person wrote, or collects everything
 * that is wrong with them. A text that cannot be read adds a fault, and the value that is returned
 * for it must not be used.
 */
public final class SimulationReader {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,30}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?");

  private static final Duration LONGEST_PAST = Duration.ofDays(3650);
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})/s");
  private static final Pattern NOW = Pattern.compile("now(?:-(.+))?");
  private static final Pattern FIRST_DIGITS = Pattern.compile("[1-9][0-9]{0,8}");

  private final InstantSource clock;
  private final List<String> faults = new ArrayList<>();

  public SimulationReader() {
    this(InstantSource.system());
  }

  /**
   * A reader with its own clock.
   *
   * @param clock the time of {@code now}
   */
  SimulationReader(InstantSource clock) {
    this.clock = clock;
  }

  /** Reads a whole number from 1 to a maximum. */
  public long count(String flag, String text, long most) {
    BigInteger number = WHOLE.matcher(text).matches() ? new BigInteger(text) : BigInteger.ZERO;
    if (number.signum() <= 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
      faults.add(flag + ": '" + text + "' is not a whole number from 1 to " + most);
      return 1;
    }
    return number.longValue();
  }

  /** Reads a number per second, at least 1. */
  public long rate(String flag, String text) {
    Matcher form = RATE.matcher(text);
    if (form.matches()) {
      return Long.parseLong(form.group(1));
    }
    Matcher digits = FIRST_DIGITS.matcher(text);
    String nearest = digits.find() ? digits.group() : "3000";
    faults.add(flag + ": '" + text + "' is not a rate: write it like " + nearest + "/s");
    return 1;
  }

  /** Reads any whole number of 64 bits. */
  public long seed(String flag, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      faults.add(flag + ": '" + text + "' is not a whole number of 64 bits");
      return 0;
    }
  }

  /** Reads a share, from 0 to 1. */
  public double share(String flag, String text) {
    BigDecimal share = DECIMAL.matcher(text).matches() ? new BigDecimal(text) : BigDecimal.TEN;
    if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      faults.add(
          flag + ": '" + text + "' is not a share: write a number from 0 to 1, such as 0.01");
      return 0;
    }
    return share.doubleValue();
  }

  /** Reads a duration from zero to a maximum. */
  public Duration duration(String flag, String text, Duration longest) {
    Duration duration = duration(text);
    if (duration == null) {
      Matcher digits = FIRST_DIGITS.matcher(text);
      faults.add(
          digits.matches()
              ? String.format(
                  Locale.ROOT, "%s: '%s' needs a unit: write %<ss, %<sm or %<sh", flag, text)
              : flag
                  + ": '"
                  + text
                  + "' is not a duration: write it like 2m, 90s, 1h, 500ms or 1h30m");
      return Duration.ZERO;
    }
    if (duration.compareTo(longest) > 0) {
      faults.add(flag + ": '" + text + "' is longer than " + longest.toDays() + "d");
    }
    return duration;
  }

  /** Reads a duration that is more than zero. */
  public Duration durationAboveZero(String flag, String text, Duration longest) {
    int before = faults.size();
    Duration duration = duration(flag, text, longest);
    if (duration.isZero() && faults.size() == before) {
      faults.add(flag + ": must be more than 0");
    }
    return duration;
  }

  private static @Nullable Duration duration(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher form = DURATION.matcher(text);
    if (text.isEmpty() || !form.matches()) {
      return null;
    }
    return Duration.ofDays(number(form.group(1)))
        .plusHours(number(form.group(2)))
        .plusMinutes(number(form.group(3)))
        .plusSeconds(number(form.group(4)))
        .plusMillis(number(form.group(5)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /**
   * Reads a time with its offset; or now, or a time before now, such as {@code now-2h}, to the
   * second.
   */
  public Instant instant(String flag, String text) {
    Matcher now = NOW.matcher(text);
    if (now.matches()) {
      Instant second = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      String before = now.group(1);
      return before == null ? second : second.minus(duration(flag, before, LONGEST_PAST));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      faults.add(
          flag
              + ": '"
              + text
              + "' is not a time: write it like 2017-02-05T00:00:00Z, now or now-2h");
      return Instant.EPOCH;
    }
  }

  /** Adds a fault that does not come from the text of one setting. */
  public void fault(String fault) {
    faults.add(fault);
  }

  /** The faults so far. */
  public List<String> faults() {
    return List.copyOf(faults);
  }
}
