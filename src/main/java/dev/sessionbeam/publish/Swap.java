package dev.sessionbeam.publish;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Publishes the staged results of a run and deletes the results that they replace.
 *
 * <p>Before {@link #commit}, the old results are valid; after it, the new ones are. If a process
 * stops after the commit, the next run on this output finishes the swap ({@link UnfinishedSwaps}).
 * While files are renamed (on S3: copied), readers may see old and new files.
 */
public final class Swap {
  private static final Pattern MANIFEST = Pattern.compile("swap_.+\\.json");

  /** How many files one call renames. On S3, the files of one call are copied in parallel. */
  private static final int FILES_AT_ONCE = 500;

  private final StagedResults staged;
  private final SwapManifest manifest;
  private final FolderFiles files;
  private final String name;

  private Swap(StagedResults staged, SwapManifest manifest) {
    this.staged = staged;
    this.manifest = manifest;
    this.files = FolderFiles.of(staged.output());
    this.name = staged.inHiddenFolder(manifest(staged.range()));
  }

  /**
   * Returns a swap that has not begun.
   *
   * @param staged the new files; all of them are complete
   * @param old the existing files that the swap replaces
   * @param summary the name of the run's summary, relative to the output
   * @param summaryText the text of the summary
   */
  public static Swap of(
      StagedResults staged, ExistingOutput old, String summary, String summaryText)
      throws IOException {
    return new Swap(staged, SwapManifest.of(staged, old, summary, summaryText));
  }

  /** Returns a swap that a run has begun, from the text of its manifest. */
  static Swap begun(OutputFolder output, String json) throws IOException {
    SwapManifest manifest = SwapManifest.parse(json);
    return new Swap(StagedResults.named(output, manifest.staging()), manifest);
  }

  /** Returns the name of a manifest, relative to the hidden folder. */
  static String manifest(String range) {
    return "swap_" + range + ".json";
  }

  /** Returns whether a name, relative to the hidden folder, is the name of a manifest. */
  static boolean isManifest(String hidden) {
    return MANIFEST.matcher(hidden).matches();
  }

  /** Returns the name of the run's summary, relative to the output. */
  String summary() {
    return manifest.summary();
  }

  /**
   * Writes the manifest.
   *
   * @throws IOException if that fails; then the old results stay, and the new ones are deleted
   */
  public void commit() throws IOException {
    try {
      files.write(name, manifest.toJson(), staged.staged("manifest"));
    } catch (IOException e) {
      withdraw(e);
      throw e;
    }
  }

  /**
   * Deletes the manifest first: S3 may have it although the write failed. If it cannot be deleted,
   * the new files stay too, because the manifest names them.
   */
  private void withdraw(IOException e) {
    try {
      files.delete(List.of(name));
      staged.clear();
    } catch (IOException also) {
      e.addSuppressed(also);
    }
  }

  /**
   * Does every step. It may be called again, even while another process does the same steps: if the
   * manifest is gone, nothing is left to do.
   */
  public void finish() throws IOException {
    for (SwapSteps.Step step : steps(FILES_AT_ONCE)) {
      if (files.existing(List.of(name)).isEmpty()) {
        return;
      }
      step.run();
    }
  }

  /** Returns the names of the new files, relative to the output. */
  public List<String> newFiles() {
    return manifest.newFiles();
  }

  /**
   * Looks for the new files once the swap has finished. A step finds out only whether its own files
   * are there at that time, and none of them does anything once the manifest is gone.
   *
   * @return an element for each dataset of which files are missing
   */
  public List<MissingFiles> missing() throws IOException {
    return MissingFiles.find(
        staged.output(),
        manifest.newFiles().stream().map(file -> manifest.place(file, staged.run())).toList());
  }

  List<SwapSteps.Step> steps(int filesAtOnce) {
    return new SwapSteps(staged, manifest, name).list(filesAtOnce);
  }
}
