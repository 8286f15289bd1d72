package dev.sessionbeam.deploy.kubernetes;

import dev.sessionbeam.deploy.RolloutScenarios;
import dev.sessionbeam.deploy.Simulation;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import okhttp3.mockwebserver.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The same decisions, by Flink's operator: its API server and the operator are simulated. */
class OperatorRolloutsTest extends RolloutScenarios {
  @TempDir private Path folder;

  private KubernetesMockServer server;

  @BeforeEach
  void start() {
    MockWebServer sockets = new MockWebServer();
    sockets.setServerSocketFactory(new PromptSockets());
    server =
        new KubernetesMockServer(
            new Context(), sockets, new HashMap<>(), new KubernetesCrudDispatcher(), false);
    server.init(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  @Override
  protected Simulation simulation() {
    server.reset();
    return new OperatorSimulation(
        server.url("/"), OperatorSimulation.folder(folder), clock(), this::tick);
  }
}
