package dev.sessionbeam.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a simulation. Equal settings give equal bytes. The disorder, the duplicates and
 * the number of files do not change the events themselves.
 *
 * @param events how many, including broken ones, without duplicates
 * @param machines how many machines send them; if there are fewer events, each comes from another
 *     machine
 * @param files over how many files they are spread
 * @param disorder the longest time between an event and its arrival
 * @param duplicates the share of the valid events that are sent twice
 * @param invalid the share of the events that are broken
 * @param start when the first machines are switched on
 * @param ramp all machines are switched on within this time after the start; more than zero
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

  // On average, a machine sends an event every ten minutes. Twice that, plus two months for a
  // machine that sends few events, is never reached.
  private static final Duration LONGEST_STEP = Duration.ofMinutes(20);
  private static final Duration SLACK = Duration.ofDays(60);

  /** Returns what is wrong with the combination of these settings; an empty list if all is well. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (start.isBefore(EARLIEST) || !start.isBefore(TOO_LATE)) {
      faults.add("--start: " + start + " is outside the years 2000 to 2099");
    } else if (end().isAfter(TOO_LATE)) {
      faults.add(
          "--events: with this number of machines, the events may go beyond the year 2099, after"
              + " which no event is valid; set more machines, fewer events or an earlier --start");
    }
    return faults;
  }

  private Instant end() {
    Quotas quotas = Quotas.of(this);
    long most = Math.max(quotas.of(0), quotas.of(quotas.machines() - 1));
    return start.plus(LONGEST_STEP.multipliedBy(most)).plus(SLACK);
  }
}
