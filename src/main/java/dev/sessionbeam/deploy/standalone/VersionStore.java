package dev.sessionbeam.deploy.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The versions of a stage, each in a folder with its number: the files that it needs, and its flags.
 * A folder never changes once it has its name.
 */
final class VersionStore {
  /** The flags in the folder of a version, one in a line. */
  static final String FLAGS = "flags";

  private static final String NEXT = "next";

  private final Path root;

  VersionStore(Path root) {
    this.root = root;
  }

  /** Where a version is, or will be. */
  Path folder(int version) {
    return root.resolve(Integer.toString(version));
  }

  /** Returns the numbers of all versions, ascending. */
  List<Integer> numbers() throws IOException {
    return names(root).stream()
        .filter(name -> name.matches("[1-9][0-9]{0,8}"))
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }

  /**
   * Keeps a version. What an interrupted call left is replaced by the next one.
   *
   * @return its number
   */
  int add(Candidate candidate) throws IOException {
    List<Integer> numbers = numbers();
    int number = numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1;
    Path next = root.resolve(NEXT);
    if (Files.exists(next)) {
      DiskFolder.delete(next);
    }
    Files.createDirectories(next);
    for (Map.Entry<String, Path> file : candidate.files().entrySet()) {
      Files.copy(file.getValue(), next.resolve(file.getKey()));
    }
    Files.write(next.resolve(FLAGS), candidate.flags(), UTF_8);
    Files.move(next, folder(number), StandardCopyOption.ATOMIC_MOVE);
    return number;
  }

  /** Returns the names of a version's files; none if there is no such version. */
  List<String> files(int version) throws IOException {
    return names(folder(version)).stream().filter(name -> !name.equals(FLAGS)).sorted().toList();
  }

  /** Returns the flags of a version; none if there is no such version. */
  List<String> flags(int version) throws IOException {
    Path flags = folder(version).resolve(FLAGS);
    return Files.exists(flags) ? Files.readAllLines(flags, UTF_8) : List.of();
  }

  /** Whether a version has a file of this name. */
  boolean has(int version, String name) {
    return Files.exists(folder(version).resolve(name));
  }

  /** Whether a version's file of this name has the bytes of another file. */
  boolean has(int version, String name, Path other) throws IOException {
    return has(version, name) && Files.mismatch(folder(version).resolve(name), other) == -1;
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
