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
  private static final String ON_THIS_MACHINE = "runners/flink-cluster";
  private static final String STAGES = "stages";
  private static final String YAML = ".yaml";

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      description =
          "The stage: the name of a file in runners/flink-cluster/stages, such as local. Required.")
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
    Path stages = home.resolve(ON_THIS_MACHINE).resolve(STAGES);
    List<String> names = names(stages);
    if (stage == null) {
      throw new UsageException("--stage=NAME is missing: one of " + String.join(", ", names));
    }
    if (!names.contains(stage)) {
      String nearest = NearestName.to(stage, names);
      throw new UsageException(
          "--stage: there is no stage '"
              + stage
              + "': "
              + (nearest == null
                  ? stages + " has " + String.join(", ", names)
                  : "did you mean " + nearest + "?"));
    }
    return StandaloneStage.open(
        stage,
        StageOptions.read(stages.resolve(stage + YAML)),
        jar(),
        Path.of("out", STAGES, stage),
        home.resolve(ON_THIS_MACHINE).resolve("cluster"));
  }

  private static List<String> names(Path stages) throws IOException {
    if (!Files.isDirectory(stages)) {
      throw new IOException("there is no folder " + stages + ": run it where the project is");
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

  private Path jar() {
    return Path.of(
        System.getProperty(
            "sessionbeam.jar", home.resolve("target").resolve("sessionbeam.jar").toString()));
  }
}
