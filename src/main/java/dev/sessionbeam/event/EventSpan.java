package dev.sessionbeam.event;

/**
 * The span of one or more events of a machine: all that a window function needs to know about them.
 * All times are milliseconds since the epoch.
 */
public interface EventSpan {
  /** The value of {@link #lastOpening} if no event is an opening event. */
  long NO_OPENING = Long.MIN_VALUE;

  /** The first event's instant. */
  long start();

  /** The last event's instant. */
  long last();

  /** The last opening event's instant, or {@link #NO_OPENING}. */
  long lastOpening();

  /** Whether all events at the start are opening events. */
  boolean opens();
}
