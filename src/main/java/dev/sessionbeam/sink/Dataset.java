package dev.sessionbeam.sink;

import java.util.Locale;

/** The kinds of output. */
public enum Dataset {
  EVENTS,
  SESSIONS,
  INVALID,
  LATE,
  /** Raw records as they came; in an output folder of its own. */
  ARCHIVE;

  /** The name: of the folder, and of what counts its lines. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The folder of a partition, below the output folder; an archive has one of its own. */
  String folder(String partition) {
    return this == ARCHIVE ? partition : folder() + "/" + partition;
  }
}
