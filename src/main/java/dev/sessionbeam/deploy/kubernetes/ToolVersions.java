package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tools that are needed, in which versions, and where to get them. */
final class ToolVersions {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)\\.[0-9]+");

  /**
   * A tool.
   *
   * @param ask how it prints its version
   */
  private record Needed(String name, int major, int minor, List<String> ask, String page) {}

  private static final List<Needed> ALL =
      List.of(
          new Needed(
              Kubectl.TOOL,
              1,
              25,
              List.of("version", "--client"),
              "https://kubernetes.io/docs/tasks/tools/"),
          new Needed(
              Helm.TOOL,
              3,
              12,
              List.of("version", "--short"),
              "https://helm.sh/docs/intro/install/"),
          new Needed(Aws.TOOL, 2, 0, List.of("--version"), "https://aws.amazon.com/cli/"));

  private ToolVersions() {}

  /** Adds what is missing, or too old. */
  static void check(Tools tools, List<String> faults) {
    for (Needed needed : ALL) {
      fault(tools, needed).ifPresent(faults::add);
    }
  }

  /** Adds a fault if kubectl is missing, or too old. */
  static void checkKubectl(Tools tools, List<String> faults) {
    fault(tools, ALL.get(0)).ifPresent(faults::add);
  }

  private static Optional<String> fault(Tools tools, Needed needed) {
    String wanted =
        "version "
            + needed.major()
            + (needed.minor() == 0 ? "" : "." + needed.minor())
            + " or later is needed: get it from "
            + needed.page();
    if (!tools.has(needed.name())) {
      return Optional.of(needed.name() + " is missing: " + wanted);
    }
    String said;
    try {
      Answer answer = tools.run(new Call(needed.name(), needed.ask(), null, TIMEOUT));
      // Version 1 of the AWS CLI prints it to the standard error.
      said = answer.out() + answer.err();
    } catch (IOException e) {
      return Optional.of(e.getMessage() + ": " + wanted);
    }
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      return Optional.of(needed.name() + " does not say its version: " + wanted);
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    boolean isOld = major < needed.major() || (major == needed.major() && minor < needed.minor());
    return isOld
        ? Optional.of(needed.name() + " has version " + version.group() + ", but " + wanted)
        : Optional.empty();
  }
}
