package dev.sessionbeam.sink;

import java.util.Locale;

/** The four kinds of output, each in a folder of its own. */
public enum Dataset {
  EVENTS,
  SESSIONS,
  INVALID,
  LATE;

  /** The folder's name. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
