package dev.sessionbeam.publish;

import dev.sessionbeam.io.FileFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;

/** Finishes swaps that killed runs on an output have begun. */
public final class UnfinishedSwaps {
  private static final String ANY = "*";

  private UnfinishedSwaps() {}

  /**
   * Finishes all swaps that have begun. There is at most one for each range of days. If the process
   * that began a swap is still alive, it and this process do the same steps, which does no harm.
   *
   * @param report receives one line about each finished swap
   * @throws IOException if a swap cannot be finished
   */
  public static void finish(OutputFolder output, Consumer<String> report) throws IOException {
    FolderFiles files = FolderFiles.of(output);
    for (String manifest : manifests(output)) {
      try {
        Swap swap = Swap.begun(output, files.read(manifest));
        swap.finish();
        report.accept(
            "An earlier run was stopped while it published its results. They are published now: "
                + output.root()
                + swap.summary());
      } catch (IOException e) {
        if (!files.existing(List.of(manifest)).isEmpty()) {
          throw new IOException(
              "cannot finish the swap that a stopped run began ("
                  + output.root()
                  + manifest
                  + "): "
                  + FileFaults.describe("", e),
              e);
        }
      }
    }
  }

  /** Returns the names of the manifests, relative to the output. */
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
