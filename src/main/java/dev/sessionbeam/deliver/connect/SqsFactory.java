package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens connectors to queues of SQS. */
public final class SqsFactory implements ConnectorFactory {
  @Override
  public String kind() {
    return "sqs";
  }

  @Override
  public boolean serves(Route route) {
    return address(route).isPresent();
  }

  private static Optional<SqsAddress> address(Route route) {
    String arn = route.arn();
    return arn == null ? Optional.empty() : SqsAddress.of(arn, route.endpoint());
  }

  @Override
  public List<String> check(Route route) {
    List<String> faults = new ArrayList<>();
    ArnCheck.ofDestination(route, "arn:aws:sqs:eu-west-1:123456789012:orders")
        .ifPresent(faults::add);
    if (route.mode() != null) {
      faults.add("mode: a queue has no modes; remove the setting");
    }
    faults.addAll(DeadLetterQueues.check(route));
    return faults;
  }

  @Override
  public Connector open(Route route) {
    return new SqsConnector(address(route).orElseThrow(), route);
  }
}
