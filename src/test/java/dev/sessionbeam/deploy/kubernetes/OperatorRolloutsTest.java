package dev.sessionbeam.deploy.kubernetes;

import dev.sessionbeam.deploy.RolloutScenarios;
import dev.sessionbeam.deploy.Simulation;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The same decisions, by Flink's operator: its API server and the operator are simulated. */
class OperatorRolloutsTest extends RolloutScenarios {
  @TempDir private Path folder;

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Simulation simulation() {
    server.reset();
    return new OperatorSimulation(
        server.address(), OperatorSimulation.folder(folder), clock(), this::tick);
  }
}
