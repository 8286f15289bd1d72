package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.bench.ChildrenCpu;
import dev.sessionbeam.bench.Median;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.S3Peer;
import dev.sessionbeam.publish.DiskFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Measures how many deliveries a second each connector makes, and what one costs: {@code make
 * deliveries}. A batch run, started as users start it, sends all of its events to a server on this
 * machine that answers at once.
 *
 * <p>Deliveries a second are those from the first to the last request that the server gets, with
 * reading, routing and sending on all cores, of which the server needs some. The CPU time of a
 * delivery is that of the run's process, less that of a run that delivers nothing.
 */
class DeliveryRateDemo {
  private static final int EVENTS = Integer.getInteger("deliveries.events", 200_000);
  private static final int ROUNDS = Integer.getInteger("deliveries.rounds", 3);
  private static final String ONLY = System.getProperty("deliveries.only", "");
  private static final Path LAUNCHER = Path.of("sessionbeam").toAbsolutePath();

  private final Path folder = Path.of("target/deliveries").toAbsolutePath();

  private record Cost(long deliveries, double perSecond, double microsEach, double perCall) {}

  @Test
  void eachConnectorDeliversAllEvents() throws Exception {
    DiskFolder.delete(folder);
    Files.createDirectories(folder);
    CommandRun made =
        CommandRun.of(
            "simulate",
            "--events=" + EVENTS,
            "--machines=" + Math.max(1, EVENTS / 40),
            "--seed=7",
            "--output=" + folder.resolve("raw"));
    assertThat(made.err(), made.status(), is(0));
    var unused = cpu("warm-up", List.of());
    Map<String, List<Cost>> costs = new TreeMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      Duration without = cpu("nothing", List.of());
      for (MeasuredConnector connector : MeasuredConnector.ALL) {
        if (ONLY.isEmpty() || connector.name().equals(ONLY)) {
          Cost cost = measure(connector, without);
          System.out.println("round " + round + ", " + connector.name() + ": " + cost);
          costs.computeIfAbsent(connector.name(), name -> new ArrayList<>()).add(cost);
        }
      }
    }
    print(costs);
  }

  private Cost measure(MeasuredConnector connector, Duration without) throws Exception {
    try (DeliveryReceiver receiver = DeliveryReceiver.start(connector)) {
      Path routes =
          Files.writeString(folder.resolve("routes.json"), connector.routes(receiver.endpoint()));
      Duration with = cpu("delivered", List.of("--routes=" + routes, "--deliver"));
      DeliveryReceiver.Received received = receiver.report();
      JsonNode counts =
          new ObjectMapper()
              .readTree(folder.resolve("delivered/_summary.json").toFile())
              .path("deliveries")
              .path("measured");
      long delivered = counts.path("delivered").asLong();
      assertThat("all of " + counts, delivered, is(counts.path("routed").asLong()));
      assertThat(delivered, is(greaterThan(EVENTS / 2L)));
      return new Cost(
          delivered,
          delivered / (received.time().toNanos() / 1e9),
          with.minus(without).toNanos() / 1e3 / delivered,
          (double) delivered / received.requests());
    }
  }

  /** Runs the batch, and returns the CPU time of its process, in user mode. */
  private Duration cpu(String name, List<String> more) throws Exception {
    Path output = folder.resolve(name);
    List<String> command =
        new ArrayList<>(
            List.of(
                LAUNCHER.toString(),
                "run",
                "--definition=pipelines/nitro.yaml",
                "--input=" + folder.resolve("raw"),
                "--output=" + output,
                "--overwrite"));
    command.addAll(more);
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(S3Peer.credentials());
    ChildrenCpu before = ChildrenCpu.now();
    int status = builder.start().waitFor();
    assertThat(Files.readString(log), status, is(0));
    return ChildrenCpu.now().minus(before).user();
  }

  private static void print(Map<String, List<Cost>> costs) {
    System.out.println("| connector | deliveries/s | user CPU of a delivery | deliveries a call |");
    System.out.println("|---|---|---|---|");
    for (MeasuredConnector connector : MeasuredConnector.ALL) {
      List<Cost> all = costs.getOrDefault(connector.name(), List.of());
      if (!all.isEmpty()) {
        System.out.printf(
            Locale.ROOT,
            "| %s | %,.0f | %.0f µs | %.1f |%n",
            connector.name(),
            median(all, Cost::perSecond),
            median(all, Cost::microsEach),
            median(all, Cost::perCall));
      }
    }
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
    return Median.of(costs.stream().mapToDouble(figure).toArray());
  }
}
