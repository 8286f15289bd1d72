package dev.sessionbeam.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The new files of a batch run. They are in a staging folder in the hidden folder of the output,
 * until a {@link Swap} publishes them in place of the old ones.
 *
 * <p>The staging folder has the name {@code DAYS/RUN}, where {@code DAYS} is the range of days or
 * {@code all}. So runs over different days may work on one output at the same time, and the next
 * run over the same days finds the files that a killed run left. If a client is killed, its run on
 * the cluster may continue; it then stages files in a folder that no run swaps. Nothing else in the
 * hidden folder is changed.
 */
public final class StagedResults {
  private static final String ALL = "all";
  private static final Pattern NAME =
      Pattern.compile("(" + ALL + "|\\d{4}-\\d\\d-\\d\\d_\\d{4}-\\d\\d-\\d\\d)/([0-9a-f]{16})");

  /**
   * Files that runs of earlier versions, without staging folders, left in the hidden folder, and
   * those that a killed {@code settle} left there.
   */
  private static final Pattern LOOSE = Pattern.compile("[^/]+|(\\.temp-beam[^/]*|settle)/.*");

  /** What a run publishes even if too many of its records are rejected. */
  public static final Set<Dataset> KEPT_ON_FAILURE = Set.of(Dataset.INVALID, Dataset.UNDELIVERED);

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
   * Returns the new files of a run.
   *
   * @param days the days of the run; null for all days
   * @param run the run that writes the files
   */
  public static StagedResults of(OutputFolder output, @Nullable DateRange days, RunId run) {
    return new StagedResults(output, days == null ? ALL : days.name(), run, days);
  }

  /** Returns the new files in the staging folder that a manifest names. */
  static StagedResults named(OutputFolder output, String name) throws IOException {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IOException("'" + name + "' is not the name of a staging folder (DAYS/RUN)");
    }
    return new StagedResults(output, matcher.group(1), new RunId(matcher.group(2)), null);
  }

  /** Returns the staging folder, to which the run writes its new files. */
  public OutputFolder folder() {
    return folder;
  }

  OutputFolder output() {
    return output;
  }

  /** Returns the name of the staging folder, relative to the hidden folder. */
  String name() {
    return range + "/" + run;
  }

  /** Returns the run's days as they are written in names, or {@code all}. */
  String range() {
    return range;
  }

  /** Returns the days whose results the new files replace; null for all days. */
  @Nullable DateRange rangeOfDays() {
    if (range.equals(ALL)) {
      return null;
    }
    return DateRange.named(range);
  }

  /** Returns the run that writes the files. */
  public RunId run() {
    return run;
  }

  /** Returns the name of a file in the staging folder, relative to the output. */
  String staged(String file) {
    return (folder.root() + file).substring(output.root().length());
  }

  /** Returns the name of a file in the hidden folder, relative to the output. */
  String inHiddenFolder(String file) {
    return hiddenFolder() + file;
  }

  /** Returns the names of the new files, relative to the staging folder and, later, the output. */
  public List<String> files() throws IOException {
    return ExistingOutput.in(folder).own();
  }

  /**
   * Returns the datasets that a swap would delete without new files in their place. The set is
   * empty if the new results have a session.
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

  /** Returns whether a swap would replace events or sessions. */
  public boolean wouldReplaceResults(ExistingOutput old) {
    Set<Dataset> former = datasets(old.own());
    return former.contains(Dataset.EVENTS) || former.contains(Dataset.SESSIONS);
  }

  /** Deletes the new files of all datasets except the rejected records and the undelivered ones. */
  public void keepOnlyRejected() throws IOException {
    FolderFiles.of(folder)
        .delete(
            files().stream()
                .filter(file -> !KEPT_ON_FAILURE.contains(Dataset.ofFile(file)))
                .toList());
  }

  private static Set<Dataset> datasets(List<String> files) {
    Set<Dataset> datasets = EnumSet.noneOf(Dataset.class);
    for (Dataset dataset : Dataset.values()) {
      if (dataset != Dataset.ARCHIVE
          && files.stream().anyMatch(file -> Dataset.ofFile(file) == dataset)) {
        datasets.add(dataset);
      }
    }
    return datasets;
  }

  /**
   * Returns whether an unfinished multipart upload can only come from a run over the same days.
   * Then it is a leftover, because only one run over these days works at a time.
   *
   * @param file the name of the upload's file, relative to the output
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
            || CopyManifests.isOf(days, file)
            || days.hasResult(file);
  }

  private static boolean isLoose(String hidden) {
    return LOOSE.matcher(hidden).matches() && !Swap.isManifest(hidden);
  }

  /** Returns the name of a file in the hidden folder, relative to the hidden folder. */
  private String hidden(String file) {
    return file.substring(Math.min(file.length(), hiddenFolder().length()));
  }

  private String hiddenFolder() {
    return output.temporary().substring(output.root().length());
  }

  /** Deletes the files that killed runs over the same days left. Must be called before a run. */
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

  /** Deletes the new files, and the hidden folder if it is empty then. */
  public void clear() throws IOException {
    delete(folder);
    deleteHiddenFolder();
  }

  private static void delete(OutputFolder folder) throws IOException {
    Path local = folder.local();
    if (local == null) {
      FolderFiles.of(folder).delete(ExistingOutput.in(folder).files());
    } else {
      DiskFolder.delete(local);
    }
  }

  /** Deletes the hidden folder if it is empty: another run may use it. */
  void deleteHiddenFolder() throws IOException {
    if (output.local() != null) {
      boolean unused =
          FolderFiles.deleteWhereEmpty(Path.of(output.temporary() + range))
              && FolderFiles.deleteWhereEmpty(Path.of(output.temporary()));
    }
  }
}
