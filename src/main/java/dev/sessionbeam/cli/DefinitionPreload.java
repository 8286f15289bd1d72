package dev.sessionbeam.cli;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the definition once before the run does, in a thread beside the one that parses Beam's
 * options: each takes a second, most of it to load classes. Nothing depends on the result. The run
 * reads the definition itself and reports its faults.
 */
final class DefinitionPreload {
  private DefinitionPreload() {}

  /** Begins to read a definition; nothing happens if there is none. */
  static void begin(@Nullable String definition) {
    if (definition == null) {
      return;
    }
    Thread thread = new Thread(() -> read(definition), "preload-definition");
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(String definition) {
    try {
      Path file = Path.of(definition);
      // What comes through a pipe can be read only once.
      if (Files.isRegularFile(file)) {
        DefinitionReader.read(file);
      }
    } catch (InvalidDefinitionException | InvalidPathException | IOException e) {
      // The run is going to say so.
    }
  }
}
