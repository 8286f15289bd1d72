package dev.sessionbeam.deliver.message;

import java.util.Locale;

/** What a destination receives. */
public enum Source {
  /** Each event, as soon as it is enriched. */
  EVENTS,
  /** Each line of a session, with its revision. */
  SESSIONS;

  /** Returns the name in routes and in dead letters. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
