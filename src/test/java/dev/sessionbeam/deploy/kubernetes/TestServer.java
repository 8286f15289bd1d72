package dev.sessionbeam.deploy.kubernetes;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.net.InetAddress;
import java.util.HashMap;
import okhttp3.mockwebserver.MockWebServer;

/** An API server of Kubernetes that keeps objects, on a port of this machine. */
final class TestServer implements AutoCloseable {
  private final KubernetesMockServer server;

  TestServer() {
    MockWebServer sockets = new MockWebServer();
    sockets.setServerSocketFactory(new PromptSockets());
    server =
        new KubernetesMockServer(
            new Context(), sockets, new HashMap<>(), new KubernetesCrudDispatcher(), false);
    server.init(InetAddress.getLoopbackAddress(), 0);
  }

  String address() {
    return server.url("/");
  }

  /** Forgets all objects. */
  void reset() {
    server.reset();
  }

  @Override
  public void close() {
    server.destroy();
  }
}
