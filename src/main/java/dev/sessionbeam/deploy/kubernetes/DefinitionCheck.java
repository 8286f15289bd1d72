package dev.sessionbeam.deploy.kubernetes;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a definition and its routes, as {@code validate} does. */
public interface DefinitionCheck {
  /** Returns all that is wrong with them; nothing if they are valid. */
  List<String> faults(Path definition, @Nullable Path routes);
}
