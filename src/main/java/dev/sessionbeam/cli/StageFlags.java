package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.deploy.standalone.StandaloneStage;
import dev.sessionbeam.expression.NearestName;
import dev.sessionbeam.run.StageOptions;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names a stage. */
final class StageFlags {
  private static final String OF_THE_CLUSTER = "runners/flink-cluster";
  private static final String STAGES = "stages";
  private static final String YAML = ".yaml";

  @Option(
      names = "--stage",
      paramLabel = "NAME|FILE",
      description =
          "The stage: the name of a file in runners/flink-cluster/stages, such as local; or a file"
              + " NAME.yaml of your own. Required.")
  private @Nullable String stage;

  /** Where the project is; the launcher says it. */
  private final Path home = Path.of(System.getProperty("sessionbeam.home", "."));

  /**
   * Opens the stage.
   *
   * @throws UsageException if there is no such stage, or it is described wrongly
   * @throws IOException with a message for the user if another process has it open
   */
  Stage open() throws UsageException, IOException {
    Path file = file();
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - YAML.length());
    return StandaloneStage.open(
        name,
        StageOptions.read(file),
        Path.of(System.getProperty("sessionbeam.jar", "target/sessionbeam.jar")),
        Path.of("out", STAGES, name),
        home.resolve(OF_THE_CLUSTER).resolve("cluster"));
  }

  private Path file() throws UsageException, IOException {
    Path stages = home.resolve(OF_THE_CLUSTER).resolve(STAGES);
    List<String> names = names(stages);
    if (stage == null) {
      throw new UsageException("--stage=NAME is missing: " + String.join(", ", names));
    }
    if (names.contains(stage)) {
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
