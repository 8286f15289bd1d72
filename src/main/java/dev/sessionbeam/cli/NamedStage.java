package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.ClusterAccess;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.deploy.kubernetes.OperatorStage;
import dev.sessionbeam.deploy.standalone.StandaloneStage;
import dev.sessionbeam.expression.NearestName;
import dev.sessionbeam.run.StageOptions;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stage by its name or its file: where it is described, and on what it runs. */
final class NamedStage {
  private static final String OF_THE_CLUSTER = "runners/flink-cluster";
  private static final String OF_KUBERNETES = "runners/kubernetes";
  private static final String STAGES = "stages";
  private static final String YAML = ".yaml";

  private final @Nullable String stage;

  /** Where the project is; the launcher says it. */
  private final Path home = Path.of(System.getProperty("sessionbeam.home", "."));

  /**
   * Names a stage.
   *
   * @param stage its name, or its file; null if none was given
   */
  NamedStage(@Nullable String stage) {
    this.stage = stage;
  }

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
    return StandaloneStage.open(
        name(),
        StageOptions.read(file()),
        Path.of(System.getProperty("sessionbeam.jar", "target/sessionbeam.jar")),
        folder(),
        script());
  }

  /**
   * Opens a way to the Flink cluster of the stage.
   *
   * @throws UsageException if there is no such stage, or something is missing or wrong
   * @throws IOException with a message for the user if nothing runs
   */
  ClusterAccess access() throws UsageException, IOException {
    if (isOnKubernetes()) {
      return OperatorStage.access(home, String.valueOf(stage));
    }
    file();
    return StandaloneStage.access(folder(), script());
  }

  private Path folder() {
    return Path.of("out", STAGES, name());
  }

  private Path script() {
    return home.resolve(OF_THE_CLUSTER).resolve("cluster");
  }

  /** The name of the stage, which a file has without its folder and its end; empty for none. */
  String name() {
    String name = stage == null ? "" : stage.substring(stage.lastIndexOf('/') + 1);
    return name.endsWith(YAML) ? name.substring(0, name.length() - YAML.length()) : name;
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
