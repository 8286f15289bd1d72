package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project with a chart and a stage, in a folder of a test. */
final class StageFiles {
  private final Path home;

  StageFiles(Path home) throws IOException {
    this.home = home;
    write(
        "runners/kubernetes/values.yaml",
        """
        project: sessionbeam
        stage: STAGE
        account: ACCOUNT
        region: REGION
        image:
          repository: REGISTRY/sessionbeam
          tag: TAG
        pipeline:
          parallelism: 2
        """);
    write("runners/kubernetes/templates/pipeline.yaml", "kind: FlinkDeployment\n");
    write("runners/aws/stage.yaml", "Resources: {}\n");
    write("events.yaml", "event: {}\n");
  }

  Path home() {
    return home;
  }

  void write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** A stage without a fault. */
  void good(String more) throws IOException {
    write(
        "runners/kubernetes/stages/dev.yaml",
        """
        project: shop
        stage: dev
        account: "123456789012"
        region: eu-west-1
        image:
          repository: registry.example.com/sessionbeam
          tag: 0.1.0
        pipeline:
          parallelism: 4
        deploy:
          definition: DEFINITION
        """
                .replace("DEFINITION", home.resolve("events.yaml").toString())
            + more);
  }
}
