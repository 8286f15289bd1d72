package dev.sessionbeam.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * A program that takes part in the benchmark.
 *
 * @param key its name on the command line
 * @param name its name in the table
 * @param hasOutput whether it writes sessions, which are compared with those of other contestants
 * @param start returns the command that starts it
 */
record Contestant(String key, String name, boolean hasOutput, Start start) {
  /** Returns the command for an input and an output folder. */
  interface Start {
    List<String> command(Path input, Path output);
  }
}
