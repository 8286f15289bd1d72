package dev.sessionbeam.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Somebody in the race.
 *
 * @param key its name on the command line
 * @param name its name in the table
 * @param rival the key of the hand-written Flink job of the same mode, or null for the floors
 * @param hasOutput whether it writes sessions, to be held against those of the others
 */
record Contestant(String key, String name, String rival, boolean hasOutput, Start start) {
  /** How it is started. */
  interface Start {
    List<String> command(Path input, Path output);
  }
}
