package dev.sessionbeam.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What to make up. Equal settings give equal bytes; disorder, duplicates and files change nothing
 * about the events themselves.
 *
 * @param events how many, broken ones included, copies not
 * @param machines how many send them; where there are fewer events, each is of another machine
 * @param files over how many files they are spread
 * @param disorder how long after it happened an event arrives, at the most
 * @param duplicates the share of the sound events that are sent twice
 * @param invalid the share of the events that are broken
 * @param start when the first machines are switched on
 * @param ramp within how long after that all are switched on; more than zero
 */
public record Simulation(
    long events,
    int machines,
    long seed,
    int files,
    Duration disorder,
    double duplicates,
    double invalid,
    Instant start,
    Duration ramp) {

  public static final long MOST_EVENTS = 1_000_000_000_000L;
  public static final int MOST_MACHINES = 10_000_000;
  public static final int MOST_FILES = 1000;
  public static final Duration LONGEST_DISORDER = Duration.ofDays(365);
  public static final Duration LONGEST_RAMP = Duration.ofDays(30);

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant TOO_LATE = Instant.parse("2100-01-01T00:00:00Z");

  // A machine sends every ten minutes on average; twice that, and two months for one that sends
  // little, is never reached.
  private static final Duration LONGEST_STEP = Duration.ofMinutes(20);
  private static final Duration SLACK = Duration.ofDays(60);

  /** What is wrong with these settings taken together; empty where nothing is. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (start.isBefore(EARLIEST) || !start.isBefore(TOO_LATE)) {
      faults.add("--start: " + start + " lies outside of the years 2000 to 2099");
    } else if (end().isAfter(TOO_LATE)) {
      faults.add(
          "--events: so many of so few machines may reach beyond the year 2099, where no event is"
              + " valid; ask for more machines, fewer events or an earlier --start");
    }
    return faults;
  }

  private Instant end() {
    Quotas quotas = Quotas.of(this);
    long most = Math.max(quotas.of(0), quotas.of(quotas.machines() - 1));
    return start.plus(LONGEST_STEP.multipliedBy(most)).plus(SLACK);
  }
}
