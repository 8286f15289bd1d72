package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.deliver.route.RefreshedRoutes;
import dev.sessionbeam.deliver.route.RouteCheck;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.RoutesReader;
import dev.sessionbeam.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flags of deliveries, and the routes with which a run starts. */
class DeliveryPlanTest {
  private static final String ROUTES =
      """
      [{"destination_name": "crm", "destination_arn": "arn:aws:nowhere:::crm",
        "enabled_events": ["start"], "condition": "product_version > 10"}]
      """;

  @TempDir private Path folder;

  private Path routes(String json) throws Exception {
    return Files.writeString(folder.resolve("routes.json"), json);
  }

  private DeliveryPlan plan(String... flags) throws Exception {
    return Objects.requireNonNull(PlannedRun.plan(folder.resolve("out"), flags).delivery());
  }

  private List<String> faults(String... flags) {
    UsageException e =
        assertThrows(UsageException.class, () -> PlannedRun.plan(folder.resolve("out"), flags));
    return String.valueOf(e.getMessage()).lines().toList();
  }

  @Test
  void withoutRoutesNothingIsDelivered() throws Exception {
    assertThat(PlannedRun.plan(folder.resolve("out")).delivery(), is(nullValue()));
  }

  @Test
  void aStreamDeliversAndReadsItsRoutesAgain() throws Exception {
    DeliveryPlan plan = plan("--streaming=true", "--routes=" + routes(ROUTES));
    assertThat(plan.deliver(), is(true));
    assertThat(plan.drain(), is(Duration.ofMinutes(1)));
    assertThat(plan.current(), is(instanceOf(RefreshedRoutes.class)));
    assertThat(plan.current().get().all().get(0).name(), is("crm"));
  }

  @Test
  void aBatchRunDeliversOnlyIfItIsTold() throws Exception {
    Path routes = routes(ROUTES);
    assertThat(plan("--routes=" + routes).deliver(), is(false));
    DeliveryPlan plan = plan("--routes=" + routes, "--deliver");
    assertThat(plan.deliver(), is(true));
    assertThat(plan.current(), is(not(instanceOf(RefreshedRoutes.class))));
  }

  @Test
  void theTimeForTheRestIsGiven() throws Exception {
    DeliveryPlan plan =
        plan("--streaming=true", "--routes=" + routes(ROUTES), "--deliveryDrain=0s");
    assertThat(plan.drain(), is(Duration.ZERO));
  }

  @Test
  void allFaultsOfRoutesAndFlagsComeAtOnce() throws Exception {
    Path routes = routes("[{\"destination_name\": \"crm\", \"enabled_events\": []}]");
    assertThat(
        faults("--streaming=true", "--routes=" + routes, "--routesRefresh=0", "--maxDisorder=x"),
        contains(
            startsWith("--maxDisorder: 'x' is not a duration"),
            is("--routesRefresh must be longer than zero"),
            is(
                routes
                    + ":1: route 1 (crm): destination_arn or destination_url is missing: it says"
                    + " where the destination is"),
            startsWith(routes + ":1: route 1 (crm): enabled_events: is empty")));
  }

  @Test
  void aConditionIsCheckedAgainstTheDefinition() throws Exception {
    Path routes = routes(ROUTES.replace("product_version", "product_versoin"));
    assertThat(
        faults("--routes=" + routes),
        contains(
            routes
                + ":2: route 1 (crm): condition: unknown field or function 'product_versoin'"
                + " (column 1); did you mean 'product_version'?"));
  }

  @Test
  void routesThatCannotBeReadAreNamed() {
    Path none = folder.resolve("none.json");
    assertThat(
        faults("--routes=" + none),
        contains("--routes: cannot read " + none + ": it does not exist"));
    assertThat(
        faults("--routes=" + folder), contains(startsWith("--routes: cannot read " + folder)));
  }

  @ParameterizedTest
  @CsvSource({
    "--routesRefresh=5m, --streaming=true, --routesRefresh is for --routes: it has no effect without them",
    "--deliveryDrain=5m, --streaming=true, --deliveryDrain is for --routes: it has no effect without them",
    "--deliver, --streaming=false, --deliver is for --routes: it has no effect without them",
  })
  void aFlagThatNeedsRoutesIsNamed(String flag, String streaming, String fault) {
    assertThat(faults(flag, streaming), contains(fault));
  }

  private RefreshedRoutes.@Nullable Start resumed(
      String json, List<String> faults, List<String> printed) throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(OutputOptions.class).setOutput(folder.resolve("out").toString());
    RoutesReader reader = new RoutesReader(null, RouteCheck.NONE);
    return new RoutesOfStart(reader, routes(json).toString(), options)
        .read(/* resumes= */ true, faults, printed::add);
  }

  private void keep(String json) throws Exception {
    Path hidden = Files.createDirectories(folder.resolve("out/.sessionbeam-temporary"));
    String text = JsonValue.of(Map.of("start", "0123456789ab", "routes", json)).text();
    Files.writeString(hidden.resolve("routes.json"), text);
  }

  @Test
  void aRunThatResumesTakesTheLastGoodRoutesIfTheFileIsBroken() throws Exception {
    keep(ROUTES);
    List<String> faults = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    RefreshedRoutes.Start start = resumed("[{}", faults, printed);
    assertThat(faults, is(empty()));
    Routes routes = Objects.requireNonNull(start).routes();
    assertThat(routes.all().get(0).name(), is("crm"));
    assertThat(
        printed,
        contains(
            containsString("routes.json:1: is not JSON"),
            allOf(
                startsWith("Note: the run resumes with the last good routes, version "),
                containsString(routes.version()))));
  }

  @Test
  void aRunThatResumesTakesTheFileIfItIsGood() throws Exception {
    keep(ROUTES);
    List<String> printed = new ArrayList<>();
    RefreshedRoutes.Start start =
        resumed(ROUTES.replace("\"crm\"", "\"email\""), new ArrayList<>(), printed);
    assertThat(Objects.requireNonNull(start).routes().all().get(0).name(), is("email"));
    assertThat(printed, is(empty()));
  }

  @Test
  void aRunThatResumesAndHasKeptNothingNeedsAGoodFile() throws Exception {
    List<String> faults = new ArrayList<>();
    assertThat(resumed("[{}", faults, new ArrayList<>()), is(nullValue()));
    assertThat(faults, contains(hasToString(containsString("is not JSON"))));
  }
}
