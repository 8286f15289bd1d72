package dev.sessionbeam.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;

/** The swaps that runs on an output have begun and, since they were killed, not ended. */
public final class UnfinishedSwaps {
  private static final String ANY = "*";

  private UnfinishedSwaps() {}

  /**
   * Finishes them; there is one at most for each range of days. A swap that a live run is at may be
   * among them: both processes then do the same steps, which is no harm.
   *
   * @param say takes a line about each of them
   * @throws IOException where one cannot be finished
   */
  public static void finish(OutputFolder output, Consumer<String> say) throws IOException {
    FolderFiles files = FolderFiles.of(output);
    for (String manifest : manifests(output)) {
      try {
        Swap swap = Swap.begun(output, files.read(manifest));
        swap.finish();
        say.accept(
            "A run was stopped while it put its results in their places. They are there now: "
                + output.root()
                + swap.summary());
      } catch (IOException e) {
        if (!files.existing(List.of(manifest)).isEmpty()) {
          throw new IOException(
              "cannot finish what a stopped run began ("
                  + output.root()
                  + manifest
                  + "): "
                  + e.getMessage(),
              e);
        }
      }
    }
  }

  /** Their names, relative to the output. */
  private static List<String> manifests(OutputFolder output) throws IOException {
    String hidden = output.temporary();
    Path local = output.local();
    if (local == null) {
      return FileSystems.match(hidden + Swap.manifest(ANY), EmptyMatchTreatment.ALLOW)
          .metadata()
          .stream()
          .map(file -> file.resourceId().toString().substring(output.root().length()))
          .sorted()
          .toList();
    }
    Path folder = Path.of(hidden);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .map(path -> String.valueOf(path.getFileName()))
          .filter(Swap::isManifest)
          .map(name -> (hidden + name).substring(output.root().length()))
          .sorted()
          .toList();
    }
  }
}
