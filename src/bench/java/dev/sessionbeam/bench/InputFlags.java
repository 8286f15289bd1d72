package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags that select the input: simulated events, or an existing folder. */
final class InputFlags {
  @Option(
      names = "--events",
      defaultValue = "2000000",
      description = "The number of simulated events.")
  private long events;

  @Option(
      names = "--machines",
      defaultValue = "50000",
      description = "The number of simulated machines.")
  private long machines;

  @Option(names = "--seed", defaultValue = "7", description = "The seed of the simulation.")
  private long seed;

  @Option(
      names = "--input",
      description = "A folder of plain JSON lines to read instead of simulated events.")
  private String input;

  /**
   * Returns the input. Simulates the events first if they do not exist yet.
   *
   * @param simulated the folder of simulated events
   */
  Input read(Path simulated) throws IOException, InterruptedException {
    return input == null || input.isBlank()
        ? Input.simulated(simulated, events, machines, seed)
        : Input.of(Path.of(input));
  }
}
