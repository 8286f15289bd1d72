package dev.sessionbeam.publish;

import java.util.Locale;

/** A kind of output: each has its own folder and its own counter of lines. */
public enum Dataset {
  EVENTS,
  SESSIONS,
  INVALID,
  LATE,
  /** Dead letters that no queue holds. */
  UNDELIVERED,
  /** Raw records as they came; they have an output folder of their own. */
  ARCHIVE;

  /** Returns the name of the folder, which is also the name of the counter of lines. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the dataset of a file, named relative to the output folder or the archive. */
  public static Dataset ofFile(String relative) {
    String live =
        OutputFolder.isSettled(relative)
            ? relative.substring(OutputFolder.SETTLED.length())
            : relative;
    for (Dataset dataset : values()) {
      if (live.startsWith(dataset.folder() + "/")) {
        return dataset;
      }
    }
    return ARCHIVE;
  }

  /**
   * Returns the folder of a partition, below the output folder. For an archive, this is the
   * partition alone, because an archive has an output folder of its own.
   */
  public String folder(String partition) {
    return this == ARCHIVE ? partition : folder() + "/" + partition;
  }
}
