package dev.sessionbeam.publish;

import java.util.Locale;

/**
 * A staged file of a stream: its run and its final name.
 *
 * <p>A staged file is in {@code .sessionbeam-temporary/staged/RUN/FOLDER/} of the output. When it
 * is published, it moves to {@code FOLDER/}, under the same name. The name consists of the run's
 * id, the shard, and the pane within the shard. All three are in the checkpoint. So a run that
 * resumes from the checkpoint writes the same lines under the same name again.
 *
 * @param run the id of the run that staged the file
 * @param relative the final name, relative to the output
 */
public record StagedFile(String run, String relative) {
  /** Returns the folder of all staged files of one run. */
  public static String folder(OutputFolder output, RunId run) {
    return output.staged() + run + "/";
  }

  /** Returns the key by which FileIO groups lines: a run and a folder. */
  public static String destination(RunId run, String folder) {
    return run + "/" + folder;
  }

  /** Returns the folder of a destination, relative to the output. */
  public static String folderOf(String destination) {
    return destination.substring(destination.indexOf('/') + 1);
  }

  /** Returns the name of a destination's file, relative to the folder of staged files. */
  public static String name(String destination, int shard, long pane, String suffix) {
    String run = destination.substring(0, destination.indexOf('/'));
    return String.format(
        Locale.ROOT, "%s/part-%s%04x%012x%s", destination, run, shard, pane, suffix);
  }

  /**
   * Returns the staged file that has this name in FileIO.
   *
   * @throws IllegalArgumentException if it is not a staged file of the output
   */
  static StagedFile of(OutputFolder output, String file) {
    String hidden = output.staged().substring(output.root().length());
    int at = file.lastIndexOf(hidden);
    int run = at + hidden.length();
    int folder = file.indexOf('/', run);
    if (at < 0 || folder < 0) {
      throw new IllegalArgumentException(file + " is not in " + output.staged());
    }
    return new StagedFile(file.substring(run, folder), file.substring(folder + 1));
  }

  /** Returns the name of the staged file, relative to the output. */
  String staged(OutputFolder output) {
    return output.staged().substring(output.root().length()) + run + "/" + relative;
  }
}
