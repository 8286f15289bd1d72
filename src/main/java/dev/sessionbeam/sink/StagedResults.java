package dev.sessionbeam.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The new files of a batch run, in a folder of their own in the hidden folder of the output, until
 * a {@link Swap} puts them in the place of the old ones.
 *
 * <p>The folder is named after the run, in one that is named after its days, or {@code all}. So
 * runs over different days may work on one output at the same time, and what a killed run left is
 * found by the next run over the same days. A run that a cluster works on after its client was
 * killed stages in a folder that nobody swaps. Nothing else in the hidden folder is touched.
 */
public final class StagedResults {
  private static final String ALL = "all";
  private static final Pattern NAME =
      Pattern.compile("(" + ALL + "|\\d{4}-\\d\\d-\\d\\d_\\d{4}-\\d\\d-\\d\\d)/([0-9a-f]{16})");

  /** What runs left directly in the hidden folder before there were staging folders. */
  private static final Pattern LOOSE = Pattern.compile("[^/]+|\\.temp-beam[^/]*/.*");

  private final OutputFolder output;
  private final String range;
  private final RunId run;
  private final @Nullable DateRange days;
  private final OutputFolder folder;

  private StagedResults(OutputFolder output, String range, RunId run, @Nullable DateRange days) {
    this.output = output;
    this.range = range;
    this.run = run;
    this.days = days;
    this.folder = OutputFolder.of(output.temporary() + name());
  }

  /**
   * The new files of a run.
   *
   * @param days that the run is over; null for all of them
   * @param run whose files they are
   */
  public static StagedResults of(OutputFolder output, @Nullable DateRange days, RunId run) {
    return new StagedResults(output, days == null ? ALL : days.name(), run, days);
  }

  /** Those that a manifest names. */
  static StagedResults named(OutputFolder output, String name) throws IOException {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IOException("'" + name + "' is not the name of a staging folder");
    }
    return new StagedResults(output, matcher.group(1), new RunId(matcher.group(2)), null);
  }

  /** Where a run writes its new files. */
  public OutputFolder folder() {
    return folder;
  }

  OutputFolder output() {
    return output;
  }

  /** Its name, relative to the hidden folder. */
  String name() {
    return range + "/" + run;
  }

  /** The run's days as in names, or {@code all}. */
  String range() {
    return range;
  }

  /** The run. */
  public RunId run() {
    return run;
  }

  /** The name of a file in the staging folder, relative to the output. */
  String staged(String file) {
    return (folder.root() + file).substring(output.root().length());
  }

  /** The name of a file in the hidden folder, relative to the output. */
  String inHiddenFolder(String file) {
    return hiddenFolder() + file;
  }

  /** The names of the new files, relative to their folder and, later, to the output. */
  List<String> files() throws IOException {
    return ExistingOutput.in(folder).own();
  }

  /**
   * The datasets of the old results that an empty result would delete without anything in their
   * place; none where the new results have a session.
   */
  public Set<Dataset> missing(ExistingOutput old) throws IOException {
    Set<Dataset> now = datasets(files());
    Set<Dataset> missing = EnumSet.noneOf(Dataset.class);
    if (!now.contains(Dataset.SESSIONS)) {
      missing.addAll(datasets(old.own()));
      missing.removeAll(now);
    }
    return missing;
  }

  private static Set<Dataset> datasets(List<String> files) {
    Set<Dataset> datasets = EnumSet.noneOf(Dataset.class);
    for (Dataset dataset : Dataset.values()) {
      if (files.stream().anyMatch(file -> file.startsWith(dataset.folder() + "/"))) {
        datasets.add(dataset);
      }
    }
    return datasets;
  }

  /**
   * Whether an upload in parts, named relative to the output, can only be of a run over the same
   * days: that is a leftover, since one such run works at a time.
   */
  public boolean isUpload(String file) {
    if (OutputFolder.isTemporary(file)) {
      String hidden = hidden(file);
      return hidden.startsWith(range + "/")
          || hidden.equals(Swap.manifest(range))
          || (days == null && isLoose(hidden));
    }
    return days == null
        ? OutputFolder.isOwn(file)
        : file.equals(OutputFolder.summaryName(days))
            || days.folders().stream().anyMatch(day -> file.startsWith(day + "/"));
  }

  private static boolean isLoose(String hidden) {
    return LOOSE.matcher(hidden).matches() && !Swap.isManifest(hidden);
  }

  /** A file in the hidden folder, named relative to it. */
  private String hidden(String file) {
    return file.substring(Math.min(file.length(), hiddenFolder().length()));
  }

  private String hiddenFolder() {
    return output.temporary().substring(output.root().length());
  }

  /** Before a run: deletes what killed runs over the same days have left. */
  public void clearLeftovers() throws IOException {
    delete(OutputFolder.of(output.temporary() + range));
    if (days == null) {
      FolderFiles.of(output)
          .delete(
              ExistingOutput.temporaryIn(output).files().stream()
                  .filter(file -> isLoose(hidden(file)))
                  .toList());
    }
    deleteHiddenFolder();
  }

  /** Deletes the new files, and the hidden folder where nothing else is in it. */
  public void clear() throws IOException {
    delete(folder);
    deleteHiddenFolder();
  }

  private static void delete(OutputFolder folder) throws IOException {
    Path local = folder.local();
    if (local == null) {
      FolderFiles.of(folder).delete(ExistingOutput.in(folder).files());
    } else {
      LocalTree.delete(local);
    }
  }

  /** Does nothing where another run is at work. */
  void deleteHiddenFolder() throws IOException {
    if (output.local() != null) {
      boolean unused =
          FolderFiles.deleteWhereEmpty(Path.of(output.temporary() + range))
              && FolderFiles.deleteWhereEmpty(Path.of(output.temporary()));
    }
  }
}
