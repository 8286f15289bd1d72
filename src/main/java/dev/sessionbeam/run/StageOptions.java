package dev.sessionbeam.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The flags of {@code run} in an options file that describes a stage. Local paths are absolute,
 * because the processes of a cluster run in other folders.
 *
 * @param definition the file of {@code --definition}
 * @param routes the file of {@code --routes}; null if there is none
 * @param flags all other flags, by name
 */
public record StageOptions(Path definition, @Nullable Path routes, Map<String, String> flags) {
  /** What decides where and how the job is started. {@code deploy} sets it. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "options",
          "runner",
          "flinkMaster",
          "flinkConfDir",
          "savepointPath",
          "attachedMode",
          "checkpoints",
          "resume",
          "overwrite");

  private static final Set<String> PATHS = Set.of("output", "archive");

  /**
   * Reads the options of a stage.
   *
   * @param file a YAML file of flags
   * @throws UsageException with all that is wrong with it
   */
  public static StageOptions read(Path file) throws UsageException, IOException {
    Map<String, String> given = OptionsFile.read(file);
    List<String> faults = new ArrayList<>();
    for (String flag : new TreeMap<>(given).keySet()) {
      if (NOT_HERE.contains(flag)) {
        faults.add(file + ": " + flag + " does not belong here: deploy decides about it");
      }
    }
    String definition = given.remove("definition");
    if (definition == null) {
      faults.add(file + ": definition is missing: the file that describes the events");
    }
    String routes = given.remove("routes");
    if (!faults.isEmpty() || definition == null) {
      throw new UsageException(faults);
    }
    // Every name and value is checked as for run.
    Map<String, String> all = new LinkedHashMap<>(given);
    all.put("definition", definition);
    RunArguments.options(all, null);
    given.replaceAll(StageOptions::absolute);
    return new StageOptions(Path.of(definition), routes == null ? null : Path.of(routes), given);
  }

  /** The names of {@code --input}; none if there is no such flag. */
  public List<String> inputs() {
    String input = flags.get("input");
    return input == null ? List.of() : InputNames.split(input);
  }

  private static String absolute(String flag, String value) {
    if (flag.equals("input")) {
      return InputNames.join(InputNames.split(value).stream().map(FlinkCluster::absolute).toList());
    }
    return PATHS.contains(flag) ? FlinkCluster.absolute(value) : value;
  }
}
