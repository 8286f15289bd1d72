package dev.sessionbeam.deploy.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the working copy would be as a version.
 *
 * @param files its files, by their names in the folder of a version
 * @param flags its flags, as {@code --name=value}, sorted
 */
record Candidate(Map<String, Path> files, List<String> flags) {
  Candidate {
    files = Map.copyOf(files);
    flags = flags.stream().sorted().toList();
  }

  /** Returns how it differs from a version, a line each, as {@code diff} marks them. */
  List<String> changes(VersionFolder version) throws IOException {
    List<String> changes = new ArrayList<>();
    for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
      String name = file.getKey();
      if (!version.has(name)) {
        changes.add("+ " + name + ", " + file.getValue());
      } else if (!version.has(name, file.getValue())) {
        changes.add("! " + name + ", " + version.path().resolve(name) + " and " + file.getValue());
      }
    }
    for (String name : version.files()) {
      if (!files.containsKey(name)) {
        changes.add("- " + name);
      }
    }
    List<String> old = version.flags();
    old.stream().filter(flag -> !flags.contains(flag)).forEach(flag -> changes.add("- " + flag));
    flags.stream().filter(flag -> !old.contains(flag)).forEach(flag -> changes.add("+ " + flag));
    return changes;
  }
}
