package dev.sessionbeam.definition;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Definitions for tests. */
final class Definitions {
  /** The smallest definition. Text that a test adds starts in line 8. */
  static final String MINIMAL =
      """
      name: irc
      event:
        machine: machine_id
        time: {field: timestamp, format: iso8601}
        action: action
      session:
        gap: 30m
      """;

  private Definitions() {}

  /**
   * Returns the smallest definition with one line replaced. The indentation of the line stays.
   *
   * @param line the number of the line, counted from 1
   */
  static String minimalWith(int line, String replacement) {
    List<String> lines = new ArrayList<>(MINIMAL.lines().toList());
    String old = lines.get(line - 1);
    lines.set(line - 1, old.substring(0, old.indexOf(old.strip())) + replacement);
    return String.join("\n", lines) + "\n";
  }

  static Definition read(String yaml) throws InvalidDefinitionException {
    return DefinitionReader.read(yaml, Path.of(""));
  }

  /** Returns every fault of a text as {@code line: path: message}. */
  static List<String> faults(String yaml) {
    return assertThrows(InvalidDefinitionException.class, () -> read(yaml)).faults().stream()
        .map(InvalidDefinitionException.Fault::toString)
        .toList();
  }
}
