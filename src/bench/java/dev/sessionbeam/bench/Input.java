package dev.sessionbeam.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The input of all contestants: plain files of JSON lines in one folder.
 *
 * @param records the number of lines in the files
 * @param bytes the size of the files
 */
record Input(Path folder, long records, long bytes) {
  /** Returns the input in an existing folder. */
  static Input of(Path folder) throws IOException {
    long records = 0;
    long bytes = 0;
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.toList()) {
        bytes += Files.size(file);
        records += lines(file);
      }
    }
    if (records == 0) {
      throw new IOException("there are no lines in " + folder);
    }
    return new Input(folder.toAbsolutePath(), records, bytes);
  }

  /** Returns simulated events. Simulates them only if the folder does not have the same events. */
  static Input simulated(Path folder, long events, long machines, long seed)
      throws IOException, InterruptedException {
    Path made = Path.of(folder + ".made");
    List<String> settings =
        List.of("--events=" + events, "--machines=" + machines, "--seed=" + seed);
    if (!Files.exists(made) || !Files.readAllLines(made).equals(settings)) {
      Files.deleteIfExists(made);
      Stopwatch.run(
          Stream.concat(
                  Stream.of("./sessionbeam", "simulate", "--output=" + folder, "--overwrite"),
                  settings.stream())
              .toList(),
          Path.of(folder + ".log"));
      Files.write(made, settings);
    }
    return of(folder);
  }

  private static long lines(Path file) throws IOException {
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
    }
    return lines;
  }
}
