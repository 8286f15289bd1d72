package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Opens connectors to addresses of http and https. */
public final class WebhookFactory implements ConnectorFactory {
  @Override
  public String kind() {
    return "webhook";
  }

  @Override
  public boolean serves(Route route) {
    return route.url() != null;
  }

  @Override
  public List<String> check(Route route) {
    URI url = route.url();
    List<String> faults = new ArrayList<>();
    if (url == null || !Addresses.isSafe(url)) {
      faults.add(
          "destination_url: must be an address of https; http is for 127.0.0.1 and localhost only");
    }
    if (route.mode() != null) {
      faults.add("mode: a webhook has no modes; remove the setting");
    }
    if (route.auth() != null && WebhookHeaders.isReserved(route.auth().header())) {
      faults.add(
          "auth: the header "
              + route.auth().header()
              + " is set by this program; use another one, such as Authorization");
    }
    faults.addAll(TtlCheck.unused(route));
    faults.addAll(DeadLetterQueues.check(route));
    return faults;
  }

  @Override
  public Connector open(Route route) {
    return new WebhookConnector(route, InstantSource.system());
  }
}
