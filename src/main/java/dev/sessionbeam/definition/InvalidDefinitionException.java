package dev.sessionbeam.definition;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A text that is no definition, with every fault in it; the message has one line per fault. */
public final class InvalidDefinitionException extends Exception {
  /**
   * One fault.
   *
   * @param line where, counted from 1
   * @param path the setting to blame, as in {@code session.gap}; empty where the text as a whole is
   * @param message what is wrong, and what to do about it
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

  /** Every fault, by line; never empty. */
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
