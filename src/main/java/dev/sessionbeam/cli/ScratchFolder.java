package dev.sessionbeam.cli;

import dev.sessionbeam.sink.LocalTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where this process puts its temporary files, deleted when it ends. Flink inside the process
 * unpacks 20 MB into the temporary folder at each start and leaves it there.
 */
final class ScratchFolder {
  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String MARK = "sessionbeam-";

  private ScratchFolder() {}

  /**
   * Makes the folder and turns all temporary files of this process to it; has to come before Flink.
   */
  static void setUp() throws IOException {
    Path parent = Path.of(System.getProperty(TEMPORARY));
    if (parent.getFileName() != null && parent.getFileName().toString().startsWith(MARK)) {
      return;
    }
    Path folder = Files.createTempDirectory(parent, MARK);
    System.setProperty(TEMPORARY, folder.toString());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete-scratch"));
  }

  /** Makes a folder of this process's own. */
  static Path make(String name) throws IOException {
    return Files.createTempDirectory(Path.of(System.getProperty(TEMPORARY)), name + "-");
  }

  private static void delete(Path folder) {
    try {
      LocalTree.delete(folder);
    } catch (IOException e) {
      // A thread of Flink still writes: the rest is left to the operating system.
      return;
    }
  }
}
