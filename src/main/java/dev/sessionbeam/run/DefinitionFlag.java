package dev.sessionbeam.run;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The flag {@code --definition}. */
public final class DefinitionFlag {
  private DefinitionFlag() {}

  /**
   * Reads the definition that the flag names.
   *
   * @param file the flag's value; null if it is not given
   * @param faults gets all faults, one for each line
   * @return null if there are faults
   */
  public static @Nullable Definition read(@Nullable String file, List<String> faults) {
    if (file == null) {
      faults.add("--definition=FILE is missing");
      return null;
    }
    try {
      return DefinitionReader.read(Path.of(file));
    } catch (InvalidDefinitionException e) {
      faults.addAll(String.valueOf(e.getMessage()).lines().toList());
    } catch (IOException e) {
      faults.add("--definition: cannot read " + file + ": " + RunPlan.describe(file, e));
    }
    return null;
  }
}
