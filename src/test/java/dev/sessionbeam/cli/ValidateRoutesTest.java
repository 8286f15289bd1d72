package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code validate --routes}. */
@Tag("locales")
class ValidateRoutesTest {
  private static final String ROUTES =
      """
      [
        {
          "destination_name": "crm",
          "destination_arn": "arn:aws:nowhere:::crm",
          "enabled_events": ["start", "stop"],
          "condition": "product_version > 10\\n || action == 'x'",
        },
        {
          "destination_name": "everything else",
          "destination_arn": "arn:aws:nowhere:::log",
          "enabled_events": "*",
          "fields": ["action", "machine_id"]
        },
        {
          "destination_name": "many",
          "destination_arn": "arn:aws:nowhere:::many",
          "enabled_events": ["g", "f", "e", "d", "c", "b", "a"],
        },
        {
          "destination_name": "warehouse",
          "destination_arn": "arn:aws:nowhere:::warehouse",
          "source": "sessions"
        },
      ]
      """;

  @TempDir private Path folder;

  private Path routes(String json) throws Exception {
    return Files.writeString(folder.resolve("routes.json"), json);
  }

  @Test
  void routesArePrintedAsATable() throws Exception {
    Path routes = routes(ROUTES);
    CommandRun run = CommandRun.of("validate", "pipelines/nitro.yaml", "--routes=" + routes);
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        run.out(),
        allOf(
            containsString("max_duration: 1d"),
            containsString("# " + routes + " is valid: version "),
            containsString(
                """
                #  destination      kind     source    receives
                #  crm              nowhere  events    start, stop if product_version > 10 || action == 'x'
                #  everything else  nowhere  events    every event; only action, machine_id
                #  many             nowhere  events    a, b, c, d, e and 2 more
                #  warehouse        nowhere  sessions  every session
                """)));
  }

  @Test
  void faultsOfTheDefinitionAndOfTheRoutesComeAtOnce() throws Exception {
    Path definition = Files.writeString(folder.resolve("d.yaml"), "name: 1 2\n");
    Path routes = routes(ROUTES.replace("\"*\"", "5"));
    CommandRun run = CommandRun.of("validate", definition.toString(), "--routes=" + routes);
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("sessionbeam: " + definition + ":1: name: must have only letters"),
            containsString(
                "sessionbeam: "
                    + routes
                    + ":11: route 2 (everything else): enabled_events: must be"),
            not(containsString("\tat "))));
    assertThat(run.out(), is(""));
  }

  @Test
  void routesThatAreMissingAreNamed() {
    Path none = folder.resolve("none.json");
    CommandRun run = CommandRun.of("validate", "pipelines/nitro.yaml", "--routes=" + none);
    assertThat(run.status(), is(2));
    assertThat(
        run.err(), is("sessionbeam: --routes: cannot read " + none + ": it does not exist\n"));
  }

  @Test
  void aPathWithAnotherSchemeIsNamed() {
    CommandRun run = CommandRun.of("validate", "pipelines/nitro.yaml", "--routes=gs://b/r.json");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--routes: gs://b/r.json: gs:// is not supported"));
  }
}
