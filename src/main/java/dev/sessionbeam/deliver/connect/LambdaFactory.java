package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.ArrayList;
import java.util.List;

/** Opens connectors to functions of AWS Lambda, their versions and aliases. */
public final class LambdaFactory implements ConnectorFactory {
  private static final String EXAMPLE =
      "arn:aws:lambda:eu-west-1:123456789012:function:orders:prod";

  @Override
  public String kind() {
    return "lambda";
  }

  @Override
  public boolean serves(Route route) {
    return ArnCheck.isOf("lambda", route.arn());
  }

  @Override
  public List<String> check(Route route) {
    List<String> faults = new ArrayList<>();
    ArnCheck.ofDestination(route, EXAMPLE).ifPresent(faults::add);
    if (route.arn() != null && !route.arn().contains(":function:")) {
      faults.add(
          "destination_arn: '" + route.arn() + "' is not of a function; write it like " + EXAMPLE);
    }
    if (route.mode() != null && !route.mode().equals(LambdaConnector.WAIT)) {
      faults.add(
          "mode: '"
              + route.mode()
              + "' is not a mode of a function; write wait, or remove the setting");
    }
    faults.addAll(TtlCheck.unused(route));
    faults.addAll(DeadLetterQueues.check(route));
    return faults;
  }

  @Override
  public Connector open(Route route) {
    return new LambdaConnector(route);
  }
}
