package dev.sessionbeam.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds Chromium. The variable {@code CHROMIUM} names the program if it is not on the path by one
 * of its usual names.
 */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  /** What to do without it. */
  static final String MISSING =
      "Chromium is needed, and cannot be run: install it, or name the program in the variable"
          + " CHROMIUM";

  private Chromium() {}

  /** The whole path of Chromium, as its driver needs it; empty if it cannot be run. */
  static Optional<String> path() throws InterruptedException {
    String given = System.getenv("CHROMIUM");
    for (String name : given == null ? NAMES : List.of(given)) {
      try {
        if (NodeTests.command(Map.of(), name, "--version").status() == 0) {
          String path = NodeTests.command(Map.of(), "which", name).output().strip();
          return Optional.of(path.isEmpty() ? name : path);
        }
      } catch (IOException e) {
        // Not on the path.
      }
    }
    return Optional.empty();
  }
}
