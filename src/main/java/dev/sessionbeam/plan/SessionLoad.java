package dev.sessionbeam.plan;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the records.
 *
 * @param gap the pause that splits
 * @param cap {@code max_duration}; zero turns it off
 * @param lateness {@code allowed_lateness}
 * @param maxMachineBytes {@code max_machine_size}, in bytes
 * @param devices how many machines send; null if not known
 * @param every the pause between two records of a machine; null if not known
 * @param perDevice sessions of a machine in a day; null if not known
 * @param duration how long a session is, on average
 */
public record SessionLoad(
    Duration gap,
    Duration cap,
    Duration lateness,
    long maxMachineBytes,
    @Nullable BigDecimal devices,
    @Nullable Duration every,
    @Nullable BigDecimal perDevice,
    Duration duration) {

  /** Whether each machine sends again before the gap has passed: then only the cap splits. */
  boolean neverPauses() {
    return every != null && every.compareTo(gap) < 0;
  }
}
