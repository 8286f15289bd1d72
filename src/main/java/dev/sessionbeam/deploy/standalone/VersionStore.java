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
 * The versions of a stage, each in a folder with its number. A folder never changes once it has its
 * name.
 */
final class VersionStore {
  private static final String NEXT = "next";

  private final Path root;

  VersionStore(Path root) {
    this.root = root;
  }

  /** Where all versions are. */
  Path root() {
    return root;
  }

  /** Where a version is, or will be. */
  VersionFolder folder(int version) {
    return new VersionFolder(root.resolve(Integer.toString(version)));
  }

  /** Returns the numbers of all versions, ascending. */
  List<Integer> numbers() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches("[1-9][0-9]{0,8}"))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    }
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
    Files.write(next.resolve(VersionFolder.FLAGS), candidate.flags(), UTF_8);
    Files.move(next, folder(number).path(), StandardCopyOption.ATOMIC_MOVE);
    return number;
  }
}
