package dev.sessionbeam.run;

import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives this process a folder for its temporary files, and deletes it when the process ends. Flink
 * inside the process unpacks 20 MB into the temporary folder at each start, and does not delete
 * them.
 */
public final class ProcessTempFolder {
  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String MARK = "sessionbeam-";

  private ProcessTempFolder() {}

  /**
   * Creates the folder, and sends all temporary files of this process to it. Must be called before
   * Flink starts.
   */
  public static void setUp() throws IOException {
    Path parent = Path.of(System.getProperty(TEMPORARY));
    if (parent.getFileName() != null && parent.getFileName().toString().startsWith(MARK)) {
      return;
    }
    Path folder = Files.createTempDirectory(parent, MARK);
    System.setProperty(TEMPORARY, folder.toString());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete-scratch"));
  }

  /** Creates a temporary folder for this process. */
  static Path make(String name) throws IOException {
    return Files.createTempDirectory(Path.of(System.getProperty(TEMPORARY)), name + "-");
  }

  private static void delete(Path folder) {
    try {
      DiskFolder.delete(folder);
    } catch (IOException e) {
      // A thread of Flink still writes: the rest is left to the operating system.
      return;
    }
  }
}
