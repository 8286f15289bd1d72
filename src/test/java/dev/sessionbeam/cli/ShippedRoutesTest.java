package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.deliver.connect.Connectors;
import dev.sessionbeam.deliver.connect.RoutesCheck;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.RouteScopes;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.RoutesReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes that come with the program, and those of the pages. */
class ShippedRoutesTest {
  private static Routes read(String definition, String routes) throws Exception {
    RouteScopes scopes = RouteScopes.of(DefinitionReader.read(Path.of(definition)));
    return new RoutesReader(scopes, new RoutesCheck())
        .read(Files.readAllBytes(Path.of(routes)), routes);
  }

  @Test
  void namedEventsGoToThreeDestinations() throws Exception {
    Routes routes = read("pipelines/named-events.yaml", "pipelines/routes.json");
    assertThat(
        routes.all().stream().map(Route::name).toList().toString(),
        is("[crm, e-mail, prediction]"));
    Set<String> names = new TreeSet<>();
    routes.all().forEach(route -> names.addAll(route.actions()));
    assertThat(names, hasSize(9));
  }

  @ParameterizedTest
  @CsvSource({
    "pipelines/named-events.yaml, pipelines/routes.json",
    "pipelines/nitro.yaml, docs/examples/webhook-routes.json",
    "pipelines/nitro.yaml, docs/examples/sqs-routes.json",
    "pipelines/nitro.yaml, docs/examples/lambda-routes.json",
    "pipelines/nitro.yaml, docs/examples/sns-routes.json",
    "pipelines/nitro.yaml, docs/examples/kinesis-routes.json",
    "pipelines/nitro.yaml, docs/examples/firehose-routes.json",
    "pipelines/nitro.yaml, docs/examples/dynamodb-routes.json"
  })
  void theyAreValid(String definition, String routes) {
    CommandRun run = CommandRun.of("validate", definition, "--routes=" + routes);
    assertThat(run.err(), run.status(), is(0));
  }

  @ParameterizedTest
  @CsvSource({
    "webhook, docs/examples/webhook-routes.json",
    "sqs, docs/examples/sqs-routes.json",
    "lambda, docs/examples/lambda-routes.json",
    "sns, docs/examples/sns-routes.json",
    "kinesis, docs/examples/kinesis-routes.json",
    "firehose, docs/examples/firehose-routes.json",
    "dynamodb, docs/examples/dynamodb-routes.json"
  })
  void eachExampleIsOfTheConnectorThatItShows(String kind, String routes) throws Exception {
    for (Route route : read("pipelines/nitro.yaml", routes).all()) {
      assertThat(Connectors.of(route).orElseThrow().kind(), is(kind));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "webhook, docs/deliver.md",
    "sqs, docs/deliver.md",
    "lambda, docs/deliver.md",
    "sns, docs/deliver.md",
    "kinesis, docs/deliver.md",
    "firehose, docs/deliver.md",
    "dynamodb, docs/hot-tier.md"
  })
  void thePageShowsTheFile(String name, Path page) throws Exception {
    String file = Files.readString(Path.of("docs/examples/" + name + "-routes.json"));
    assertThat(Files.readString(page), containsString("```json\n" + file + "```\n"));
  }
}
