package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A checkout of sessionbeam, whose launcher runs in the checkout's own folder. */
record Checkout(String name, Path folder) {
  private static final String LAUNCHER = "sessionbeam";

  Checkout {
    folder = folder.toAbsolutePath().normalize();
    if (!Files.isExecutable(folder.resolve(LAUNCHER))) {
      throw new IllegalArgumentException(
          "no ./" + LAUNCHER + " in " + folder + ": give the folder of a checkout");
    }
  }

  /** Builds it where that was not done yet, so that no run has to. */
  void build(Path logs) throws IOException, InterruptedException {
    run(List.of("./" + LAUNCHER, "--version"), logs);
  }

  /** Runs a command of a contestant that starts the launcher. */
  Cost run(List<String> command, Path logs) throws IOException, InterruptedException {
    return Stopwatch.run(command, folder, logs.resolve("pairs-" + name + ".log"));
  }
}
