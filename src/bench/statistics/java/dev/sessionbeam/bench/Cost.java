package dev.sessionbeam.bench;

import java.time.Duration;

/**
 * What one run of a process took.
 *
 * @param wall from its start to its end
 * @param user CPU time of the process and of those that it started, outside the kernel
 * @param system the same, inside the kernel
 * @param peakBytes the most memory that it held at once, or 0 where the system does not tell
 */
record Cost(Duration wall, Duration user, Duration system, long peakBytes) {
  Duration cpu() {
    return user.plus(system);
  }
}
