package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with a definition, so that its writer hears of everything at once. */
final class Faults {
  private final List<InvalidDefinitionException.Fault> faults = new ArrayList<>();

  void add(int line, String path, String message) {
    faults.add(new InvalidDefinitionException.Fault(line, path, message));
  }

  /** Ends the reading where there was a fault. */
  void throwIfAny(@Nullable Path file) throws InvalidDefinitionException {
    if (!faults.isEmpty()) {
      throw new InvalidDefinitionException(file, faults);
    }
  }

  /** The end of a message about an unknown name: the nearest valid one, else all of them. */
  static String suggestion(String name, Collection<String> valid) {
    String nearest = Nearest.to(name, valid);
    return nearest == null
        ? "; known here: " + String.join(", ", valid)
        : "; did you mean '" + nearest + "'?";
  }
}
