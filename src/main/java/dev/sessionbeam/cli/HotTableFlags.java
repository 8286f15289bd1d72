package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.dynamodb.HotTable;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name a table: a destination of some routes, or an ARN. */
final class HotTableFlags {
  @Option(
      names = "--routes",
      paramLabel = "FILE",
      description = "The routes, as run has them; also s3://….")
  private @Nullable String routes;

  @Option(
      names = "--destination",
      paramLabel = "NAME",
      description = "With --routes: the destination that is the table.")
  private @Nullable String destination;

  @Option(
      names = "--table",
      paramLabel = "ARN",
      description = "In place of --routes and --destination: the ARN of the table.")
  private @Nullable String table;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "With --table: the DynamoDB server to use in place of AWS.")
  private @Nullable String endpoint;

  /** Returns a route to the table. Adds what is wrong, and then returns nothing. */
  Optional<Route> route(DlqFlags flags, List<String> faults) throws UsageException, IOException {
    int before = faults.size();
    if ((table == null) == (routes == null)) {
      faults.add("--routes=FILE with --destination=NAME, or --table=ARN: give one of the two");
    }
    if (table != null && destination != null) {
      faults.add("--destination is for --routes: --table names the table");
    }
    if (routes != null && destination == null) {
      faults.add("--destination=NAME is missing: it says which of the routes is the table");
    }
    if (routes != null && endpoint != null) {
      faults.add("--endpoint is for --table: the routes have the endpoint of their destinations");
    }
    URI server = EndpointFlag.read(endpoint, faults);
    if (faults.size() > before) {
      return Optional.empty();
    }
    Optional<Route> route =
        table == null
            ? DlqRoutes.read(routes, destination, flags, faults).flatMap(this::destination)
            : Optional.of(Route.to("table", table, null, server));
    if (route.isPresent()) {
      check(route.get(), faults);
    }
    return faults.size() > before ? Optional.empty() : route;
  }

  private Optional<Route> destination(Routes read) {
    return read.all().stream().filter(route -> route.name().equals(destination)).findFirst();
  }

  private void check(Route route, List<String> faults) {
    if (!HotTable.isTable(route)) {
      faults.add(
          table == null
              ? "--destination: '" + destination + "' is not a DynamoDB table; name another one"
              : "--table: '"
                  + table
                  + "' is not the ARN of a table; write it like"
                  + " arn:aws:dynamodb:eu-west-1:123456789012:table/sessions");
    }
  }
}
