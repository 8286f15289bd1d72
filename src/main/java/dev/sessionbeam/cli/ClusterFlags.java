package dev.sessionbeam.cli;

import dev.sessionbeam.cluster.FlinkAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag of commands that ask a Flink cluster. */
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
      description = "The cluster of a stage, in place of --flinkMaster: see docs/deploy.md.")
  private @Nullable String stage;

  /** Returns the root of the cluster's REST API; or adds a fault, and returns null. */
  @Nullable URI address(List<String> faults) {
    if (stage != null && flinkMaster != null) {
      faults.add("--flinkMaster and --stage: give one of them");
      return null;
    }
    if (stage != null) {
      return StageFlags.cluster(stage, faults);
    }
    try {
      return FlinkAddress.of(flinkMaster == null ? DEFAULT : flinkMaster);
    } catch (IllegalArgumentException e) {
      faults.add("--flinkMaster: '" + flinkMaster + "' is not an address: HOST:PORT");
      return null;
    }
  }
}
