package dev.sessionbeam.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives this process a folder for its temporary files, and deletes it when the process ends. Flink
 * inside the process unpacks 20 MB into the temporary folder at each start, and does not delete
 * them. If the process is killed, the next one that starts deletes the folder.
 */
public final class ProcessTempFolder {
  private static final String TEMPORARY = "java.io.tmpdir";

  /** How Flink names the threads that stop its services when the process ends. */
  private static final String STOPS_A_SERVICE = "shutdown hook";

  private static final long WAIT_MILLIS = 5_000;

  private static @Nullable ProcessFolder folder;

  private ProcessTempFolder() {}

  /**
   * Creates the folder, and sends all temporary files of this process to it. Deletes the folders of
   * processes that were killed. Must be called before Flink starts.
   */
  public static synchronized void setUp() throws IOException {
    if (folder != null) {
      return;
    }
    Path parent = Path.of(System.getProperty(TEMPORARY));
    ProcessFolder created = ProcessFolder.create(parent);
    created.deleteAbandoned();
    folder = created;
    System.setProperty(TEMPORARY, created.path().toString());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(created), "delete-temp-folder"));
  }

  /** Creates a temporary folder for this process. */
  static Path make(String name) throws IOException {
    return Files.createTempDirectory(Path.of(System.getProperty(TEMPORARY)), name + "-");
  }

  /**
   * Deletes the folder after Flink has stopped its services: a service that still runs may create a
   * deleted folder again.
   */
  private static void delete(ProcessFolder created) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    try {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (thread.getName().endsWith(STOPS_A_SERVICE) && left > 0) {
          thread.join(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    created.delete();
  }
}
