package dev.sessionbeam.bench;

import java.time.Duration;

/**
 * What one run of a process took.
 *
 * @param wall from its start to its end
 * @param cpu user and system time of the process and of those that it started
 * @param peakBytes the most memory that it held at once, or 0 where the system does not tell
 */
record Cost(Duration wall, Duration cpu, long peakBytes) {}
