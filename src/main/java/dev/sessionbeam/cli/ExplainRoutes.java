package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.route.InvalidRoutesException;
import dev.sessionbeam.deliver.route.RouteScopes;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.RoutesFile;
import dev.sessionbeam.deliver.route.RoutesReader;
import dev.sessionbeam.run.PathFlags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads routes that are only applied and never used to send: the checks by connectors, which need
 * their libraries, are left to {@code validate}.
 */
final class ExplainRoutes {
  private ExplainRoutes() {}

  /**
   * Reads routes from a file on the disk.
   *
   * @param definition null if it has faults
   * @return null if there are faults, which are added to the list
   */
  static @Nullable Routes read(String file, @Nullable Definition definition, List<String> faults) {
    String fault = PathFlags.fault("--routes", file).orElse(null);
    if (fault != null) {
      faults.add(fault);
      return null;
    }
    RouteScopes scopes = definition == null ? null : RouteScopes.of(definition);
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(RoutesReader.MAX_BYTES + 1);
      return new RoutesReader(scopes, route -> List.of()).read(bytes, file);
    } catch (InvalidRoutesException e) {
      faults.addAll(String.valueOf(e.getMessage()).lines().toList());
    } catch (IOException e) {
      faults.add("--routes: cannot read " + file + ": " + RoutesFile.describe(file, e));
    }
    return null;
  }
}
