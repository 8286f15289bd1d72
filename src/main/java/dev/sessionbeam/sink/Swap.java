package dev.sessionbeam.sink;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts the staged results of a run in the place of the former ones.
 *
 * <p>Before {@link #commit} the former results are the output's, after it the new ones are: what a
 * process does not bring to its end, the next start on this output does ({@link UnfinishedSwaps}).
 * While files are renamed (on S3: copied) readers may see old and new ones.
 */
public final class Swap {
  private static final Pattern MANIFEST = Pattern.compile("swap_.+\\.json");

  /** How many files are renamed in one call: S3 copies them side by side. */
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
   * A swap that has not begun.
   *
   * @param staged the new files, all of them whole
   * @param old what is in their place
   * @param summary the name of the run's summary, relative to the output
   * @param summaryText what is in it
   */
  public static Swap of(
      StagedResults staged, ExistingOutput old, String summary, String summaryText)
      throws IOException {
    return new Swap(staged, SwapManifest.of(staged, old, summary, summaryText));
  }

  /** A swap that a run has begun, by the text of its manifest. */
  static Swap begun(OutputFolder output, String json) throws IOException {
    SwapManifest manifest = SwapManifest.parse(json);
    return new Swap(StagedResults.named(output, manifest.staging()), manifest);
  }

  /** The name of a manifest, relative to the hidden folder. */
  static String manifest(String range) {
    return "swap_" + range + ".json";
  }

  /** Whether a name, relative to the hidden folder, is one of a manifest. */
  static boolean isManifest(String hidden) {
    return MANIFEST.matcher(hidden).matches();
  }

  /** The name of the run's summary, relative to the output. */
  String summary() {
    return manifest.summary();
  }

  /**
   * Writes the manifest. Where that fails, the former results stay, and the new ones are deleted.
   */
  public void commit() throws IOException {
    try {
      files.write(name, manifest.toJson(), staged.staged("manifest"));
    } catch (IOException e) {
      withdraw(e);
      throw e;
    }
  }

  /** S3 may have the manifest all the same; then its files have to stay with it. */
  private void withdraw(IOException e) {
    try {
      files.delete(List.of(name));
      staged.clear();
    } catch (IOException also) {
      e.addSuppressed(also);
    }
  }

  /**
   * Does every step. May be called again, also while another process is at it: whoever finds the
   * manifest gone has nothing left to do.
   */
  public void finish() throws IOException {
    for (SwapSteps.Step step : steps(FILES_AT_ONCE)) {
      if (files.existing(List.of(name)).isEmpty()) {
        return;
      }
      step.run();
    }
  }

  List<SwapSteps.Step> steps(int filesAtOnce) {
    return new SwapSteps(staged, manifest, name).list(filesAtOnce);
  }
}
