package dev.sessionbeam.run;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.connect.DestinationProbes;
import dev.sessionbeam.deliver.connect.ProbeResult;
import dev.sessionbeam.deliver.connect.RoutesCheck;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.RefreshedRoutes;
import dev.sessionbeam.deliver.route.RouteScopes;
import dev.sessionbeam.deliver.route.RoutesReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where a run delivers events and sessions to.
 *
 * @param current the routes; in streaming they change with their file
 * @param drain how long the end of a stream waits for the deliveries that are left
 * @param deliver whether anything is sent: always in streaming, and in batch if the user asks for
 *     it
 */
public record DeliveryPlan(CurrentRoutes current, Duration drain, boolean deliver) {
  private static final List<String> FURTHER = List.of("routesRefresh", "deliver", "deliveryDrain");

  /**
   * Turns options into a plan; what is wrong with them, and with the routes, is added to the
   * faults.
   *
   * @param definition null if it has faults
   * @param streaming whether the run is a stream
   * @param resumes whether it resumes an earlier run, whose last good routes may have to do
   * @param print gets a line if they are used, and for each destination of which it is not known
   *     whether it takes what is sent
   * @return null without routes, and if there is a fault
   */
  static @Nullable DeliveryPlan of(
      PipelineOptions options,
      @Nullable Definition definition,
      boolean streaming,
      boolean resumes,
      List<String> faults,
      Consumer<String> print) {
    DeliverOptions deliver = options.as(DeliverOptions.class);
    Duration refresh = duration("--routesRefresh", deliver.getRoutesRefresh(), faults);
    Duration drain = StreamPlan.duration("--deliveryDrain", deliver.getDeliveryDrain(), faults);
    String file = deliver.getRoutes();
    if (file == null) {
      checkGiven(options, faults);
      return null;
    }
    RoutesReader reader =
        new RoutesReader(definition == null ? null : RouteScopes.of(definition), new RoutesCheck());
    RoutesOfStart start = new RoutesOfStart(reader, file, options);
    RefreshedRoutes.Start routes = start.read(resumes, faults, print);
    if (routes == null) {
      return null;
    }
    boolean sends = streaming || deliver.isDeliver();
    if (sends) {
      ProbeResult found = DestinationProbes.of(routes.routes());
      faults.addAll(found.faults());
      found.warnings().forEach(warning -> print.accept("Warning: " + warning));
    }
    CurrentRoutes current =
        streaming
            ? new RefreshedRoutes(routes, reader, file, start.keptIn(), refresh)
            : CurrentRoutes.fixed(routes.routes());
    return new DeliveryPlan(current, drain, sends);
  }

  private static void checkGiven(PipelineOptions options, List<String> faults) {
    Map<String, String> given =
        Objects.requireNonNullElse(options.as(GivenFlags.class).getGivenFlags(), Map.of());
    FURTHER.stream()
        .filter(flag -> given.containsKey(flag) && !given.get(flag).equals("false"))
        .forEach(
            flag -> faults.add("--" + flag + " is for --routes: it has no effect without them"));
  }

  private static Duration duration(String flag, String text, List<String> faults) {
    Duration duration = StreamPlan.duration(flag, text, faults);
    if (duration.isZero()) {
      faults.add(flag + " must be longer than zero");
    }
    return duration;
  }
}
