package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.connect.RoutesCheck;
import dev.sessionbeam.deliver.route.InvalidRoutesException;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.RoutesReader;
import dev.sessionbeam.expression.NearestName;
import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.s3.S3Faults;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
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
      @Nullable String file, @Nullable String destination, DlqFlags flags, List<String> faults)
      throws UsageException, IOException {
    if (file == null) {
      faults.add("--routes=FILE is missing");
      return Optional.empty();
    }
    int before = faults.size();
    DlqFlags.checkPath("--routes", file, true, faults);
    if (faults.size() > before) {
      return Optional.empty();
    }
    var unused = flags.options();
    try {
      // What an event must be like has been decided already: conditions are not read.
      Routes routes = new RoutesReader(null, new RoutesCheck()).read(bytes(file), file);
      checkDestination(destination, routes, faults);
      return Optional.of(routes);
    } catch (InvalidRoutesException e) {
      faults.add(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      String reason = S3Faults.describe(e).orElseGet(() -> FileFaults.describe(file, e));
      faults.add("--routes: cannot read " + file + ": " + reason);
    }
    return Optional.empty();
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = open(file)) {
      return in.readNBytes(RoutesReader.MAX_BYTES + 1);
    }
  }

  private static InputStream open(String file) throws IOException {
    return DlqFlags.isOnS3(file)
        ? Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(file, false)))
        : Files.newInputStream(Path.of(file));
  }

  private static void checkDestination(
      @Nullable String destination, Routes routes, List<String> faults) {
    if (destination == null || routes.to(destination).isPresent()) {
      return;
    }
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
