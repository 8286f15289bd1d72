package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.RouteCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the faults of a route that only the connectors know: that no kind of connector serves its
 * destination, and what the one that does says of its settings.
 */
public final class RoutesCheck implements RouteCheck {
  private static final long serialVersionUID = 1;

  @Override
  public List<String> faults(Route route) {
    Optional<ConnectorFactory> kind = Connectors.of(route);
    return kind.isPresent() ? kind.get().check(route) : List.of(noConnector(route));
  }

  private static String noConnector(Route route) {
    String kinds =
        Connectors.all().stream()
            .map(ConnectorFactory::kind)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    String arn = route.arn();
    return (arn == null
            ? "destination_url: no connector serves this URL"
            : "destination_arn: no connector serves ARNs of " + service(arn))
        + "; there are: "
        + (kinds.isEmpty() ? "none" : kinds)
        + ". Give another destination, or put the jar of a connector on the class path";
  }

  /** Returns the service of an ARN, such as {@code states}. */
  private static String service(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 2 ? parts[2] : arn;
  }
}
