package dev.sessionbeam.settle;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.output.LinesFile;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.DaySwitch;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline of one {@code settle} does.
 *
 * @param version the id of this run, which is in the names of its files
 * @param days the days that settle
 * @param files the live files to read, relative to the output: events of the days, and sessions of
 *     the days and of those around them
 * @param filesOf how many files the lines of a partition are spread over, by the folder of its live
 *     files, such as {@code events/date=2017-02-05}
 * @param replaced what lines of days that are settled already replace
 */
public record SettleTask(
    OutputFolder output,
    RunId version,
    Definition definition,
    Format format,
    Set<LocalDate> days,
    List<String> files,
    Map<String, Integer> filesOf,
    List<DaySwitch.Replaced> replaced)
    implements Serializable {
  public SettleTask {
    days = Set.copyOf(days);
    files = List.copyOf(files);
    filesOf = Map.copyOf(filesOf);
    replaced = List.copyOf(replaced);
  }

  Codec codec() {
    return definition.output().compressionOf(format);
  }

  /** The tables of Parquet files; null for JSON lines. */
  @Nullable Tables tables() {
    return format == Format.PARQUET ? definition.tables() : null;
  }

  /**
   * The final name of the file that has the lines of a machine, relative to the output.
   *
   * @param machine the machine, in UTF-8
   */
  String file(Dataset dataset, String partition, byte[] machine) {
    String folder = dataset.folder(partition);
    int all = filesOf.getOrDefault(folder, 1);
    CRC32 hash = new CRC32();
    hash.update(machine);
    return String.format(
        Locale.ROOT,
        "%s%s/part-%s-%05d-of-%05d%s",
        OutputFolder.SETTLED,
        folder,
        version,
        hash.getValue() % all,
        all,
        LinesFile.suffix(dataset, tables(), codec()));
  }

  /**
   * The hidden folder for what runs need of a day until it is complete, relative to the output,
   * without a slash at its end.
   */
  public static String hidden(LocalDate day) {
    return OutputFolder.HIDDEN + "/settle/" + day;
  }

  /**
   * The name of the file that lists which sessions the lines of a day replace on other days,
   * relative to the output.
   */
  String replacedFile(LocalDate day) {
    return hidden(day) + "/" + version + "/replaced.json";
  }
}
