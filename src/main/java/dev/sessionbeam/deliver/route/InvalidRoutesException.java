package dev.sessionbeam.deliver.route;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a text is not valid as routes. It has all faults; the message has a line for each. */
public final class InvalidRoutesException extends Exception {
  /**
   * One fault of the routes.
   *
   * @param line the line, counted from 1
   * @param place the route and the setting, such as {@code route 2 (crm): retry.attempts}; empty if
   *     the fault concerns the whole text
   * @param message what is wrong, and what to do; never a secret
   */
  public record Fault(int line, String place, String message) {
    @Override
    public String toString() {
      return line + ": " + (place.isEmpty() ? "" : place + ": ") + message;
    }
  }

  private final transient List<Fault> faults;

  InvalidRoutesException(String file, List<Fault> faults) {
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

  private static String message(String file, List<Fault> faults) {
    return faults.stream().map(fault -> file + ":" + fault).collect(Collectors.joining("\n"));
  }
}
