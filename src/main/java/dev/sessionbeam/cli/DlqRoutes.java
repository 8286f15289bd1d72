package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.expression.NearestName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the routes by which dead letters are sent again. */
final class DlqRoutes {
  private DlqRoutes() {}

  /**
   * Reads them, or adds what is wrong.
   *
   * @param file the value of the flag; null if it was not given
   * @param destination a name that the routes must have; null for none
   */
  static Optional<Routes> read(
      @Nullable String file, @Nullable String destination, DlqFlags flags, List<String> faults) {
    if (file == null) {
      faults.add("--routes=FILE is missing");
      return Optional.empty();
    }
    DlqFlags.checkPath("--routes", file, true, faults);
    checkDestination(destination, new Routes("", List.of()), faults);
    return Optional.empty();
  }

  private static void checkDestination(
      @Nullable String destination, Routes routes, List<String> faults) {
    if (destination != null && routes.to(destination).isEmpty()) {
      List<String> names = routes.all().stream().map(Route::name).toList();
      String nearest = NearestName.to(destination, names);
      faults.add(
          "--destination: the routes have no '"
              + destination
              + "'"
              + (nearest == null
                  ? ": they have " + String.join(", ", names)
                  : "; did you mean '" + nearest + "'?"));
    }
  }
}
