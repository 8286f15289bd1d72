package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Opens connectors to queues of SQS. */
public final class SqsFactory implements ConnectorFactory {
  private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]+(?:\\.fifo)?");

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
    return ArnCheck.faults(route, "a queue", QUEUE, "arn:aws:sqs:eu-west-1:123456789012:orders");
  }

  @Override
  public Connector open(Route route) {
    return new TextConnector(new SqsSender(address(route).orElseThrow(), route));
  }
}
