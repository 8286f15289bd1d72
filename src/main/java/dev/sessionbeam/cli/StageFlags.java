package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.deploy.kubernetes.OperatorStage;
import dev.sessionbeam.deploy.standalone.StandaloneStage;
import dev.sessionbeam.expression.NearestName;
import dev.sessionbeam.run.StageOptions;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names a stage. */
final class StageFlags {
  private static final String OF_THE_CLUSTER = "runners/flink-cluster";
  private static final String OF_KUBERNETES = "runners/kubernetes";
  private static final String STAGES = "stages";
  private static final String YAML = ".yaml";

  @Option(
      names = "--stage",
      paramLabel = "NAME|FILE",
      description =
          "The stage: the name of a file in runners/flink-cluster/stages, such as local, or in"
              + " runners/kubernetes/stages, such as dev; or a file NAME.yaml of your own for this"
              + " machine. Required.")
  private @Nullable String stage;

  /** Where the project is; the launcher says it. */
  private final Path home = Path.of(System.getProperty("sessionbeam.home", "."));

  /**
   * Opens the stage.
   *
   * @param looks whether it is only looked at
   * @throws UsageException if there is no such stage, or it is described wrongly
   * @throws IOException with a message for the user if another process has it open
   */
  Stage open(boolean looks) throws UsageException, IOException {
    if (isOnKubernetes()) {
      return OperatorStage.open(home, String.valueOf(stage), ValidateCommand::faults, looks);
    }
    Path file = file();
    return StandaloneStage.open(
        name(file),
        StageOptions.read(file),
        Path.of(System.getProperty("sessionbeam.jar", "target/sessionbeam.jar")),
        folder(file),
        script());
  }

  /** Returns the root of the REST API of a stage's cluster; or adds a fault, and returns null. */
  static @Nullable URI cluster(String stage, List<String> faults) {
    StageFlags flags = new StageFlags();
    flags.stage = stage;
    try {
      if (flags.isOnKubernetes()) {
        faults.add(
            "--stage: "
                + stage
                + " is on Kubernetes. Run this, and beside it the same command with"
                + " --flinkMaster=127.0.0.1:8081 in place of --stage: "
                + OperatorStage.forwarding(flags.home, stage));
        return null;
      }
      return StandaloneStage.address(flags.folder(flags.file()), flags.script());
    } catch (UsageException | IOException e) {
      faults.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private Path folder(Path file) {
    return Path.of("out", STAGES, name(file));
  }

  private static String name(Path file) {
    String fileName = file.getFileName().toString();
    return fileName.substring(0, fileName.length() - YAML.length());
  }

  private Path script() {
    return home.resolve(OF_THE_CLUSTER).resolve("cluster");
  }

  /**
   * Returns what a dry run would apply; empty if that shows only once the stage is open.
   *
   * @param faults gets all that is missing or wrong
   */
  List<String> preview(List<String> faults) throws UsageException, IOException {
    return isOnKubernetes()
        ? OperatorStage.preview(home, String.valueOf(stage), ValidateCommand::faults, faults)
        : List.of();
  }

  private boolean isOnKubernetes() throws UsageException, IOException {
    if (stage == null || !names(home.resolve(OF_KUBERNETES).resolve(STAGES)).contains(stage)) {
      return false;
    }
    if (names(home.resolve(OF_THE_CLUSTER).resolve(STAGES)).contains(stage)) {
      throw new UsageException(
          "--stage: there are two stages '"
              + stage
              + "': rename the file in "
              + OF_THE_CLUSTER
              + "/stages or in "
              + OF_KUBERNETES
              + "/stages");
    }
    return true;
  }

  private Path file() throws UsageException, IOException {
    Path stages = home.resolve(OF_THE_CLUSTER).resolve(STAGES);
    List<String> names = new ArrayList<>(names(stages));
    names.addAll(names(home.resolve(OF_KUBERNETES).resolve(STAGES)));
    if (stage == null) {
      throw new UsageException("--stage=NAME is missing: " + String.join(", ", names));
    }
    if (Files.exists(stages.resolve(stage + YAML))) {
      return stages.resolve(stage + YAML);
    }
    if (stage.endsWith(YAML)) {
      return Path.of(stage);
    }
    String nearest = NearestName.to(stage, names);
    throw new UsageException(
        "--stage: there is no stage '"
            + stage
            + "'"
            + (nearest == null
                ? "; there are: " + String.join(", ", names)
                : "; did you mean " + nearest + "?"));
  }

  private static List<String> names(Path stages) throws IOException {
    if (!Files.isDirectory(stages)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(stages)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(YAML))
          .map(name -> name.substring(0, name.length() - YAML.length()))
          .sorted()
          .toList();
    }
  }
}
