package dev.sessionbeam.deliver.firehose;

import dev.sessionbeam.deliver.connect.ArnCheck;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.ConnectorFactory;
import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.regex.Pattern;

/** Opens connectors to delivery streams of Firehose. */
public final class FirehoseFactory implements ConnectorFactory {
  private static final Pattern STREAM = Pattern.compile("deliverystream/[A-Za-z0-9_.-]+");

  @Override
  public String kind() {
    return "firehose";
  }

  @Override
  public boolean serves(Route route) {
    return ArnCheck.isOf("firehose", route.arn());
  }

  @Override
  public List<String> check(Route route) {
    return ArnCheck.faults(
        route,
        "a delivery stream",
        STREAM,
        "arn:aws:firehose:eu-west-1:123456789012:deliverystream/orders");
  }

  @Override
  public Connector open(Route route) {
    return new FirehoseConnector(route);
  }
}
