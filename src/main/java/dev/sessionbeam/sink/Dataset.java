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

  /**
   * The folder of a partition, below the output folder. In an archive, what is behind a {@code #}
   * only tells groups of lines apart.
   */
  String folder(String partition) {
    if (this != ARCHIVE) {
      return folder() + "/" + partition;
    }
    int mark = partition.indexOf('#');
    return mark < 0 ? partition : partition.substring(0, mark);
  }
}
