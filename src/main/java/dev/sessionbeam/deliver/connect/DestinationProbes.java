package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks all destinations of some routes at once whether they can take what is sent. */
public final class DestinationProbes {
  private static final int THREADS = 8;

  private DestinationProbes() {}

  /**
   * Returns what was found, each message with the name of its route, in the order of the routes.
   */
  public static ProbeResult of(Routes routes) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<CompletableFuture<ProbeResult>> probes =
          routes.all().stream()
              .map(route -> CompletableFuture.supplyAsync(() -> probe(route), threads))
              .toList();
      List<String> faults = new ArrayList<>();
      List<String> warnings = new ArrayList<>();
      for (CompletableFuture<ProbeResult> probe : probes) {
        ProbeResult found = probe.join();
        faults.addAll(found.faults());
        warnings.addAll(found.warnings());
      }
      return new ProbeResult(faults, warnings);
    } finally {
      threads.shutdownNow();
    }
  }

  private static ProbeResult probe(Route route) {
    try {
      ProbeResult found =
          Connectors.of(route).map(kind -> kind.probe(route)).orElse(ProbeResult.NOTHING_FOUND);
      return new ProbeResult(named(route, found.faults()), named(route, found.warnings()));
    } catch (RuntimeException e) {
      // A connector may be somebody else's. Not its message: it may have an address.
      return ProbeResult.ofWarning(
          named(route, "its connector could not ask the destination (")
              + e.getClass().getSimpleName()
              + "); the run goes on");
    }
  }

  private static List<String> named(Route route, List<String> messages) {
    return messages.stream().map(message -> named(route, message)).toList();
  }

  private static String named(Route route, String message) {
    return "--routes: " + route.name() + ": " + message;
  }
}
