package dev.sessionbeam.event;

/**
 * What the instants of one or more events of a machine say about their session: all that a window
 * function needs to know of them. All times are milliseconds since the epoch.
 */
public interface EventSpan {
  /** Stands for the {@link #lastOpening} of events of which none opens. */
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
