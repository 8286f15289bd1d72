package dev.sessionbeam.definition;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a text is not a valid definition. It has all faults; the message has a line for each.
 */
public final class InvalidDefinitionException extends Exception {
  /**
   * One fault of a definition.
   *
   * @param line the line, counted from 1
   * @param path the setting with the fault, such as {@code session.gap}; empty if the fault
   *     concerns the whole text
   * @param message what is wrong, and what to do
   */
  public record Fault(int line, String path, String message) {
    @Override
    public String toString() {
      return line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
  }

  private final transient List<Fault> faults;

  InvalidDefinitionException(@Nullable Path file, List<Fault> faults) {
    super(message(file, sorted(faults)));
    this.faults = sorted(faults);
  }

  /** Returns all faults, sorted by line; never empty. */
  public List<Fault> faults() {
    return faults;
  }

  private static List<Fault> sorted(List<Fault> faults) {
    return faults.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
  }

  private static String message(@Nullable Path file, List<Fault> faults) {
    String prefix = file == null ? "line " : file + ":";
    return faults.stream().map(fault -> prefix + fault).collect(Collectors.joining("\n"));
  }
}
