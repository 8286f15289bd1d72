package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * What a script has to know of an output.
 *
 * @param name the name of the definition
 * @param location the output: a folder or {@code s3://bucket/prefix}, without a slash at its end
 * @param format the format of {@code events/} and {@code sessions/}
 * @param codec how the files of JSON lines are compressed
 * @param tables the columns of events and sessions
 * @param partitions the names of the partitions of events and sessions, from the outermost to the
 *     innermost
 * @param gap the pause that splits sessions
 * @param since the oldest date that queries may ask for
 */
public record Warehouse(
    String name,
    String location,
    Format format,
    Codec codec,
    Tables tables,
    List<String> partitions,
    Duration gap,
    LocalDate since) {
  /** The day on which a session or a rejected record is counted, in folders such as invalid/. */
  static final String DATE = "date";

  /** Where the session is in the session's table: after its id. */
  private static final int MACHINE = 1;

  public Warehouse {
    partitions = List.copyOf(partitions);
  }

  /**
   * Returns what scripts have to know of an output of a definition.
   *
   * @param location with or without slashes at its end
   */
  public static Warehouse of(
      Definition definition, String location, Format format, LocalDate since) {
    OutputSettings output = definition.output();
    return new Warehouse(
        definition.name(),
        location.replaceFirst("(?<=[^/])/+$", ""),
        format,
        output.compressionOf(format),
        definition.tables(),
        output.partitionNames(),
        definition.session().gap(),
        since);
  }

  boolean isParquet() {
    return format == Format.PARQUET;
  }

  /** Returns whether the files of a table have the column that holds the other fields. */
  boolean hasRest(Table table) {
    return isParquet() && table.hasRest();
  }

  /** Returns the name of the partition by date. */
  String date() {
    return partitions.get(0);
  }

  /** Returns the name of the column of the machine, which is the same in both tables. */
  String machine() {
    return tables.sessions().columns().get(MACHINE).name();
  }
}
