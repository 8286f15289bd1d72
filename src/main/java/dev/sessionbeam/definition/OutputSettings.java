package dev.sessionbeam.definition;

import java.io.Serializable;

/** The partition and the compression of results. */
public record OutputSettings(Partition partition, Codec compression) implements Serializable {
  /** How lines are split into folders, by the session's start in UTC. */
  public enum Partition {
    /** {@code date=2017-02-05}. */
    DATE,
    /** {@code date=2017-02-05/hour=07}. */
    HOUR
  }

  /** How the files are compressed. */
  public enum Codec {
    GZIP,
    ZSTD,
    NONE
  }
}
