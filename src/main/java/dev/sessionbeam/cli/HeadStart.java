package dev.sessionbeam.cli;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the definition once ahead of the run, on another core than the one that goes through Beam's
 * options: that takes a second, and so does the loading of the expression language. Nothing depends
 * on it; the run reads the definition itself, and says what is wrong with it.
 */
final class HeadStart {
  private static final String DEFINITION = "--definition=";

  private HeadStart() {}

  static void begin(List<String> arguments) {
    arguments.stream()
        .filter(argument -> argument.startsWith(DEFINITION))
        .map(argument -> argument.substring(DEFINITION.length()))
        .findFirst()
        .ifPresent(HeadStart::begin);
  }

  private static void begin(String definition) {
    Thread thread = new Thread(() -> read(definition), "head-start");
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
