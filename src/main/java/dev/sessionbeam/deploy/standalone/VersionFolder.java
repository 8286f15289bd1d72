package dev.sessionbeam.deploy.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a version: the files that it needs, and its flags.
 *
 * @param path an absolute path; there may be no such folder
 */
record VersionFolder(Path path) {
  /** The file of the flags, one in a line. */
  static final String FLAGS = "flags";

  /** Returns the names of its files; none if there is no such version. */
  List<String> files() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(FLAGS))
          .sorted()
          .toList();
    }
  }

  /** Returns its flags, as {@code --name=value}; none if there is no such version. */
  List<String> flags() throws IOException {
    Path flags = path.resolve(FLAGS);
    return Files.exists(flags) ? Files.readAllLines(flags, UTF_8) : List.of();
  }

  /** Whether it has a file of this name. */
  boolean has(String name) {
    return Files.exists(path.resolve(name));
  }

  /** Whether its file of this name has the bytes of another file. */
  boolean has(String name, Path other) throws IOException {
    return has(name) && Files.mismatch(path.resolve(name), other) == -1;
  }
}
