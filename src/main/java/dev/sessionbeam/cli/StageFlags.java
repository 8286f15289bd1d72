package dev.sessionbeam.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names a stage. */
final class StageFlags {
  @Option(
      names = "--stage",
      paramLabel = "NAME|FILE",
      description =
          "The stage: the name of a file in runners/flink-cluster/stages, such as local, or in"
              + " runners/kubernetes/stages, such as dev; or a file NAME.yaml of your own for this"
              + " machine. Required.")
  private @Nullable String stage;

  /** The stage that was given, or none. */
  NamedStage stage() {
    return new NamedStage(stage);
  }
}
