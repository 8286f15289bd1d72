package dev.sessionbeam.definition;

import java.io.Serializable;
import java.util.List;

/**
 * The partition and the compression of results.
 *
 * @param dateName the name of the partition by date, such as {@code date}
 * @param hourName the name of the partition by hour, such as {@code hour}
 */
public record OutputSettings(
    Partition partition, Codec compression, String dateName, String hourName)
    implements Serializable {
  /** The fields that the output adds to every event. */
  public static final List<String> SESSION_FIELDS =
      List.of("session_id", "session_start", "session_index", "revision");

  static final String DATE_NAME = "date_name";
  static final String HOUR_NAME = "hour_name";

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

  /** Returns the names of the partitions, from the outermost to the innermost. */
  public List<String> partitionNames() {
    return switch (partition) {
      case DATE -> List.of(dateName);
      case HOUR -> List.of(dateName, hourName);
    };
  }

  /** Returns the setting that renames a partition. */
  String settingOf(String partitionName) {
    return partitionName.equals(dateName) ? DATE_NAME : HOUR_NAME;
  }
}
