package dev.sessionbeam.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Moves some records of an input to a later place in their file. So they come when their sessions
 * were written, but on the same day.
 */
final class DelayedInput {
  /** One record of this many is moved. */
  private static final int SHARE = 50;

  /** Keeps every byte of a record as it is, because some records are not UTF-8. */
  private static final Charset ANY_BYTES = StandardCharsets.ISO_8859_1;

  private DelayedInput() {}

  /**
   * Returns the same records in another order.
   *
   * @param places how many records of its file a moved record comes later
   */
  static Input of(Input input, Path folder, int places) throws IOException {
    Folders.delete(folder);
    Files.createDirectories(folder);
    try (Stream<Path> found = Files.list(input.folder())) {
      for (Path file : found.toList()) {
        move(file, folder.resolve(file.getFileName().toString()), places);
      }
    }
    return Input.of(folder);
  }

  private static void move(Path from, Path to, int places) throws IOException {
    Deque<String> moved = new ArrayDeque<>();
    List<String> lines = Files.readAllLines(from, ANY_BYTES);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      for (int place = 0; place < lines.size(); place++) {
        if (place % SHARE == 0) {
          moved.add(lines.get(place));
        } else {
          write(out, lines.get(place));
        }
        if (moved.size() > places / SHARE) {
          write(out, moved.remove());
        }
      }
      for (String line : moved) {
        write(out, line);
      }
    }
  }

  private static void write(OutputStream out, String line) throws IOException {
    out.write(line.getBytes(ANY_BYTES));
    out.write('\n');
  }
}
