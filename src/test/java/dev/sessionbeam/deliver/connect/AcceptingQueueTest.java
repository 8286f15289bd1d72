package dev.sessionbeam.deliver.connect;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.open;
import static dev.sessionbeam.deliver.connect.Deliveries.outcomes;
import static dev.sessionbeam.deliver.connect.Deliveries.session;
import static dev.sessionbeam.deliver.connect.Deliveries.toArn;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.peer.AcceptingQueue;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.SqsPeer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcceptingQueueTest {
  @BeforeEach
  void setCredentials() {
    SqsPeer.SETTINGS.forEach(System::setProperty);
  }

  @AfterEach
  void clearCredentials() {
    SqsPeer.SETTINGS.keySet().forEach(System::clearProperty);
  }

  /** The client refuses an answer whose digests are not those of what it sent. */
  @Test
  void theClientTakesItForAQueueThatAcceptsEverything() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      http.behave("/", new AcceptingQueue());
      try (Connector connector = open(toArn(SqsPeer.arn("orders"), http.endpoint()))) {
        assertThat(
            outcomes(connector, event("e1", "{\"a\": \"é&😀\"}"), session(0)),
            is(List.of(Outcome.DELIVERED, Outcome.DELIVERED)));
      }
    }
  }
}
