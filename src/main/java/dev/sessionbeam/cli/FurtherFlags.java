package dev.sessionbeam.cli;

import dev.sessionbeam.run.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of a command that its class has no fields for: those of Beam and of the runner. */
final class FurtherFlags {
  private FurtherFlags() {}

  /**
   * Returns the values of the flags by name.
   *
   * @param runner the value of {@code --runner}; null if it is not given
   * @param unmatched the arguments that picocli does not know
   * @throws UsageException if one of them is not a flag
   */
  static Map<String, String> of(CommandSpec spec, @Nullable String runner, List<String> unmatched)
      throws UsageException {
    Map<String, String> flags = new LinkedHashMap<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (option.userObject() == null) {
        flags.put(option.longestName().substring(2), String.valueOf(option.<Object>getValue()));
      }
    }
    if (runner != null) {
      flags.put("runner", runner);
    }
    for (String flag : unmatched) {
      if (!flag.startsWith("--")) {
        throw new UsageException("'" + flag + "' is not a flag; flags are written --name=value");
      }
      String[] parts = flag.substring(2).split("=", 2);
      flags.put(parts[0], parts.length == 2 ? parts[1] : "true");
    }
    return flags;
  }
}
