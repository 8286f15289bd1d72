package dev.sessionbeam.deploy.standalone;

import dev.sessionbeam.deploy.StageData;
import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** The folders that have the data of a stage on this machine: what is in them, and nothing else. */
final class DataFolders {
  private static final List<String> FLAGS = List.of("output", "archive");

  private DataFolders() {}

  /**
   * Returns the folders that the flags of a stage name, and those of its states.
   *
   * @param flags the flags of the stage, with absolute paths
   * @param states where checkpoints and savepoints are
   * @param needed what no deletion may touch, by what it is
   */
  static StageData of(Map<String, String> flags, List<Path> states, Map<String, Path> needed)
      throws IOException {
    List<String> objects = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (String flag : FLAGS) {
      String value = flags.get(flag);
      if (value == null) {
        continue;
      }
      if (value.contains("://")) {
        kept.add(flag + " is not on this machine, so it stays: " + value);
        continue;
      }
      Path folder = Path.of(value);
      for (Map.Entry<String, Path> other : needed.entrySet()) {
        if (isIn(real(other.getValue()), real(folder))) {
          faults.add(
              flag
                  + " is "
                  + folder
                  + ", and "
                  + other.getKey()
                  + " is in it: it is not deleted. Delete what you do not need yourself");
        }
      }
      objects.add(folder.toString());
    }
    states.forEach(state -> objects.add(state.toString()));
    return new StageData(objects, kept, faults);
  }

  /** Returns the path without links, as far as it exists. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (Files.exists(absolute)) {
      return absolute.toRealPath();
    }
    return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
  }

  /** Whether a path, which may be a glob, is a folder or in it. */
  private static boolean isIn(Path path, Path folder) {
    for (int i = 0; i < folder.getNameCount(); i++) {
      if (i == path.getNameCount()) {
        return false;
      }
      String name = path.getName(i).toString();
      if (name.contains("**")) {
        return true;
      }
      if (!matches(name, folder.getName(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String glob, Path name) {
    try {
      return glob.equals(name.toString())
          || FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(name);
    } catch (PatternSyntaxException e) {
      // It goes on after a slash between braces: it may match.
      return true;
    }
  }

  /** The local names of an input, by what they are. */
  static Map<String, Path> inputs(List<String> names) {
    Map<String, Path> inputs = new LinkedHashMap<>();
    for (String name : names) {
      if (!name.isEmpty() && !name.contains("://")) {
        inputs.put("the input " + name, Path.of(name));
      }
    }
    return inputs;
  }

  /** Deletes folders with all that is in them. A folder that is gone is left alone. */
  static void delete(List<String> folders) throws IOException {
    for (String folder : folders) {
      Path path = Path.of(folder);
      if (Files.exists(path)) {
        DiskFolder.delete(path.toRealPath());
      }
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(path);
      }
    }
  }
}
