package dev.sessionbeam.deliver.connect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookConnectorTest {
  @Test
  void aDeliveryIsSentAsItIs() throws Exception {
    try (HttpPeer peer = HttpPeer.start();
        Connector connector = open(Route.to("crm", null, peer.uri("/crm")))) {
      Delivery delivery =
          new Delivery(
              "crm",
              "v1",
              new Subject(Source.SESSIONS, "m", "s", 0),
              "{}".getBytes(StandardCharsets.UTF_8));
      List<Outcome> outcomes = connector.send(List.of(delivery)).toCompletableFuture().join();
      ReceivedRequest request = peer.await("/crm", 1).get(0);
      assertThat(outcomes, is(List.of(Outcome.DELIVERED)));
      assertThat(request.text(), is("{}"));
      assertThat(request.header("Sessionbeam-Revision"), is("0"));
      peer.behave("/crm", HttpBehavior.failing(1));
      assertThat(
          connector.send(List.of(delivery)).toCompletableFuture().join().get(0).kind(),
          is(Outcome.Kind.RETRY));
      assertThat(
          connector.send(List.of(delivery)).toCompletableFuture().join().get(0).kind(),
          is(Outcome.Kind.DELIVERED));
    }
  }

  private static Connector open(Route route) {
    return Connectors.of(route).orElseThrow().open(route);
  }
}
