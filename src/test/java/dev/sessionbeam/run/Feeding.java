package dev.sessionbeam.run;

import java.time.Duration;

/**
 * The time in which the events came that are measured.
 *
 * @param beginMillis since the epoch
 * @param endMillis since the epoch
 * @param longestDelay how late an event was put into the stream, at worst
 * @param busyPercent how busy the cores of the machine were
 */
record Feeding(long beginMillis, long endMillis, Duration longestDelay, double busyPercent) {
  /** Returns whether a moment is in that time, in milliseconds since the epoch. */
  boolean includes(long millis) {
    return millis >= beginMillis && millis < endMillis;
  }

  /** Returns whether a moment is after that time, in milliseconds since the epoch. */
  boolean isAfter(long millis) {
    return millis >= endMillis;
  }
}
