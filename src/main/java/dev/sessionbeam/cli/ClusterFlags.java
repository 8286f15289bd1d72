package dev.sessionbeam.cli;

import dev.sessionbeam.cluster.FlinkAddress;
import dev.sessionbeam.deploy.ClusterAccess;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of commands that ask a Flink cluster. */
final class ClusterFlags {
  private static final String DEFAULT = "127.0.0.1:8081";

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      description = "The Flink cluster. Default: " + DEFAULT + ".")
  private @Nullable String flinkMaster;

  @Option(
      names = "--stage",
      paramLabel = "NAME|FILE",
      description =
          "The Flink cluster of this stage, in place of --flinkMaster: see docs/deploy.md.")
  private @Nullable String stage;

  private @Nullable URI address;

  /** Adds what is wrong with the flags. */
  void check(List<String> faults) {
    if (stage != null) {
      if (flinkMaster != null) {
        faults.add("--flinkMaster and --stage: give one of them");
      }
      return;
    }
    try {
      address = FlinkAddress.of(flinkMaster == null ? DEFAULT : flinkMaster);
    } catch (IllegalArgumentException e) {
      faults.add("--flinkMaster: '" + flinkMaster + "' is not an address: HOST:PORT");
    }
  }

  /**
   * Opens a way to the cluster, once the flags were checked.
   *
   * @throws UsageException if there is no such stage, or something is missing or wrong
   * @throws IOException with a message for the user if the stage runs nothing
   */
  ClusterAccess open() throws UsageException, IOException {
    URI given = address;
    return given == null ? new NamedStage(stage).access() : () -> given;
  }
}
