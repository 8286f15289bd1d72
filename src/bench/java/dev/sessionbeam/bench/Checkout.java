package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkout of sessionbeam, whose launcher runs in the checkout's own folder.
 *
 * @param flags the flags that its runs get in addition to those of the contestant, or in their
 *     place
 */
record Checkout(String name, Path folder, List<String> flags) {
  private static final String LAUNCHER = "sessionbeam";

  Checkout {
    folder = folder.toAbsolutePath().normalize();
    if (!Files.isExecutable(folder.resolve(LAUNCHER))) {
      throw new IllegalArgumentException(
          "there is no ./" + LAUNCHER + " in " + folder + ": give the folder of a checkout");
    }
  }

  /** Builds the checkout if it is not built yet, so that no run includes the build. */
  void build(Path logs) throws IOException, InterruptedException {
    Stopwatch.run(
        List.of("./" + LAUNCHER, "--version"), folder, logs.resolve("pairs-" + name + ".log"));
  }

  /** Runs a contestant's command, which starts the launcher. */
  Cost run(List<String> command, Path logs) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.removeIf(flag -> flags.stream().anyMatch(own -> name(own).equals(name(flag))));
    all.addAll(flags);
    return Stopwatch.run(all, folder, logs.resolve("pairs-" + name + ".log"));
  }

  private static String name(String flag) {
    return flag.split("=", 2)[0];
  }
}
