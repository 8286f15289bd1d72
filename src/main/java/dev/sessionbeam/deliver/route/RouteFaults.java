package dev.sessionbeam.deliver.route;

import dev.sessionbeam.expression.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects the faults of routes, so that all of them are reported together. */
final class RouteFaults {
  private final List<InvalidRoutesException.Fault> faults = new ArrayList<>();

  void add(int line, String place, String message) {
    faults.add(new InvalidRoutesException.Fault(line, place, message));
  }

  int count() {
    return faults.size();
  }

  /** Throws an exception with all faults if there is a fault. */
  void throwIfAny(String file) throws InvalidRoutesException {
    if (!faults.isEmpty()) {
      throw new InvalidRoutesException(file, faults);
    }
  }

  /**
   * Returns the end of a message about an unknown name: the nearest valid name, or all valid names
   * if no name is near.
   */
  static String suggestion(String name, Collection<String> valid) {
    String nearest = NearestName.to(name, valid);
    return nearest == null
        ? "; known here: " + String.join(", ", valid)
        : "; did you mean '" + nearest + "'?";
  }
}
