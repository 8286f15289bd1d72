package dev.sessionbeam.deliver.kinesis;

import dev.sessionbeam.deliver.connect.ArnCheck;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.ConnectorFactory;
import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.regex.Pattern;

/** Opens connectors to Kinesis streams. */
public final class KinesisFactory implements ConnectorFactory {
  private static final Pattern STREAM = Pattern.compile("stream/[A-Za-z0-9_.-]+");

  @Override
  public String kind() {
    return "kinesis";
  }

  @Override
  public boolean serves(Route route) {
    return ArnCheck.isOf("kinesis", route.arn());
  }

  @Override
  public List<String> check(Route route) {
    return ArnCheck.faults(
        route, "a stream", STREAM, "arn:aws:kinesis:eu-west-1:123456789012:stream/orders");
  }

  @Override
  public Connector open(Route route) {
    return new KinesisConnector(route);
  }
}
