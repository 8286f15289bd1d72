package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Opens connectors to topics of SNS. */
public final class SnsFactory implements ConnectorFactory {
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]+(?:\\.fifo)?");

  @Override
  public String kind() {
    return "sns";
  }

  @Override
  public boolean serves(Route route) {
    return ArnCheck.isOf("sns", route.arn());
  }

  @Override
  public List<String> check(Route route) {
    return ArnCheck.faults(route, "a topic", TOPIC, "arn:aws:sns:eu-west-1:123456789012:orders");
  }

  @Override
  public Connector open(Route route) {
    String topic = Objects.requireNonNull(route.arn(), "the route has no ARN");
    return new TextConnector(new SnsSender(topic, route.endpoint(), route));
  }
}
