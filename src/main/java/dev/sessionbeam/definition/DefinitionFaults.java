package dev.sessionbeam.definition;

import dev.sessionbeam.expression.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the faults of a definition, so that all of them are reported together. */
final class DefinitionFaults {
  private final List<InvalidDefinitionException.Fault> faults = new ArrayList<>();

  void add(int line, String path, String message) {
    faults.add(new InvalidDefinitionException.Fault(line, path, message));
  }

  /** Throws an exception with all faults if there is a fault. */
  void throwIfAny(@Nullable Path file) throws InvalidDefinitionException {
    if (!faults.isEmpty()) {
      throw new InvalidDefinitionException(file, faults);
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
