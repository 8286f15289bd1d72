package dev.sessionbeam.definition;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * The partition, the format and the compression of results.
 *
 * @param format the format of {@code events/} and {@code sessions/}; all else is JSON lines
 * @param compression how files of this format are compressed; see {@link #compressionOf}
 * @param dateName the name of the partition by date, such as {@code date}
 * @param hourName the name of the partition by hour, such as {@code hour}
 * @param columns the fields that the definition declares as columns, in order
 */
public record OutputSettings(
    Partition partition,
    Format format,
    Codec compression,
    String dateName,
    String hourName,
    List<DeclaredColumn> columns)
    implements Serializable {
  /** The fields that the output adds to every event. */
  public static final List<String> SESSION_FIELDS =
      List.of("session_id", "session_start", "session_index", "revision");

  /**
   * The fields of a session's line. The line also has the machine under its field's own name, which
   * must not be one of these. See docs/semantics.md, section 4.
   */
  static final Set<String> SESSION_LINE =
      Set.of(
          "session_id",
          "session_start",
          "session_end",
          "duration_ms",
          "event_count",
          "opened_by",
          "first_action",
          "last_action",
          "actions",
          "revision",
          "replaces");

  static final String DATE_NAME = "date_name";
  static final String HOUR_NAME = "hour_name";

  public OutputSettings {
    columns = List.copyOf(columns);
  }

  /** How lines are split into folders, by the session's start in UTC. */
  public enum Partition {
    /** {@code date=2017-02-05}. */
    DATE,
    /** {@code date=2017-02-05/hour=07}. */
    HOUR
  }

  /** What the files of {@code events/} and {@code sessions/} are. */
  public enum Format {
    /** A line of JSON for each event and session. */
    JSON(Codec.GZIP),
    /** A row of typed columns for each event and session. */
    PARQUET(Codec.ZSTD);

    private final Codec usual;

    Format(Codec usual) {
      this.usual = usual;
    }

    /** Returns how files of this format are compressed if nothing else is asked for. */
    public Codec usualCompression() {
      return usual;
    }
  }

  /** How the files are compressed. */
  public enum Codec {
    GZIP,
    ZSTD,
    NONE
  }

  /**
   * Returns how files of a format are compressed. The definition's compression is for its own
   * format; another one, which a run may ask for, has its usual compression.
   */
  public Codec compressionOf(Format other) {
    return other == format ? compression : other.usualCompression();
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
