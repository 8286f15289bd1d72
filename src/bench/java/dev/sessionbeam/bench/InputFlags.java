package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags that say what is read: simulated events, or somebody's own. */
final class InputFlags {
  @Option(names = "--events", defaultValue = "2000000", description = "Simulated events.")
  private long events;

  @Option(names = "--machines", defaultValue = "50000", description = "Machines that send them.")
  private long machines;

  @Option(names = "--seed", defaultValue = "7", description = "Of the simulation.")
  private long seed;

  @Option(names = "--input", description = "A folder of plain JSON lines, instead of simulating.")
  private String input;

  /**
   * The input, made first where it is not there yet.
   *
   * @param simulated the folder of simulated events
   */
  Input read(Path simulated) throws IOException, InterruptedException {
    return input == null || input.isBlank()
        ? Input.simulated(simulated, events, machines, seed)
        : Input.of(Path.of(input));
  }
}
