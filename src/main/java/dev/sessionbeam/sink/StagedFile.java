package dev.sessionbeam.sink;

/**
 * The name of a file that FileIO has written where nobody looks, and its final name.
 *
 * <p>A staged file lies in {@code .sessionbeam-temporary/staged/RUN/FOLDER/} of the output; its
 * place is {@code FOLDER/}, under the same name. That name is made of the run's id, of the shard
 * and of the pane within the shard. All three are in the checkpoint, so a run that goes on from
 * there gives the same lines the same name again.
 *
 * @param run the id of the run that staged it
 * @param relative its final name, relative to the output
 */
record StagedFile(String run, String relative) {
  /** Where those of one run are. */
  static String folder(OutputFolder output, RunId run) {
    return output.staged() + run + "/";
  }

  /** What FileIO groups lines by: a run and a folder. */
  static String destination(RunId run, String folder) {
    return run + "/" + folder;
  }

  /** The name, relative to where staged files are, of a file for a destination. */
  static String name(String destination, int shard, long pane, String suffix) {
    String run = destination.substring(0, destination.indexOf('/'));
    return String.format("%s/part-%s%04x%012x%s", destination, run, shard, pane, suffix);
  }

  /**
   * The file that FileIO reports to have written.
   *
   * @throws IllegalArgumentException where it is not a staged file of the output
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

  /** Where it was written, relative to the output. */
  String staged(OutputFolder output) {
    return output.staged().substring(output.root().length()) + run + "/" + relative;
  }
}
