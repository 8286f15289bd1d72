package dev.sessionbeam.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of one dataset that a run has published and that are not in its output at the end of
 * the run: something else deleted or moved them.
 *
 * @param dataset the dataset
 * @param published how many files the run published, as far as it looked for them; in batch, how
 *     many it wrote
 * @param missing how many of them are missing; 1 or more
 * @param linesLeft the number of lines in the files that are there; {@link #UNKNOWN} if they were
 *     not counted
 * @param first the first name of a missing file, relative to the output; empty if no name is known
 * @param last the last such name
 */
public record MissingFiles(
    Dataset dataset, long published, long missing, long linesLeft, String first, String last) {
  /** The number of lines if it is not known. */
  public static final long UNKNOWN = -1;

  /** The name of the string set with encoded elements, in this class's namespace. */
  public static final String METRIC = "missing_files";

  private static final String SEPARATOR = "\t";
  private static final int FIELDS = 6;

  /**
   * Looks for published files: one listing for each folder.
   *
   * @param names the names of the files, relative to the output
   * @return an element for each dataset of which files are missing
   */
  static List<MissingFiles> find(OutputFolder output, Collection<String> names) throws IOException {
    SortedMap<String, Long> there = FolderFiles.of(output).sizes(names);
    Map<Dataset, SortedSet<String>> gone = new EnumMap<>(Dataset.class);
    for (String name : names) {
      if (!there.containsKey(name)) {
        gone.computeIfAbsent(Dataset.ofFile(name), any -> new TreeSet<>()).add(name);
      }
    }
    List<MissingFiles> missing = new ArrayList<>();
    for (Map.Entry<Dataset, SortedSet<String>> each : gone.entrySet()) {
      Dataset dataset = each.getKey();
      SortedMap<String, Long> left = of(dataset, there);
      missing.add(
          new MissingFiles(
              dataset,
              each.getValue().size() + left.size(),
              each.getValue().size(),
              FileLines.count(output, left),
              each.getValue().first(),
              each.getValue().last()));
    }
    return missing;
  }

  private static SortedMap<String, Long> of(Dataset dataset, SortedMap<String, Long> files) {
    SortedMap<String, Long> some = new TreeMap<>(files);
    some.keySet().removeIf(name -> Dataset.ofFile(name) != dataset);
    return some;
  }

  /** Returns the same without the number of lines. */
  MissingFiles withoutLines() {
    return new MissingFiles(dataset, published, missing, UNKNOWN, first, last);
  }

  /** Returns this as an element of the string set {@link #METRIC}. */
  String encoded() {
    return String.join(
        SEPARATOR,
        dataset.name(),
        Long.toString(published),
        Long.toString(missing),
        Long.toString(linesLeft),
        first,
        last);
  }

  /**
   * Reads an element of the string set {@link #METRIC}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static MissingFiles decode(String encoded) {
    String[] fields = encoded.split(SEPARATOR, FIELDS);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("'" + encoded + "' does not describe missing files");
    }
    return new MissingFiles(
        Dataset.valueOf(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        fields[4],
        fields[5]);
  }
}
