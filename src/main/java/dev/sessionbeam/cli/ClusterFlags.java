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
  private String flinkMaster = DEFAULT;

  /** Returns the root of the cluster's REST API; or adds a fault, and returns null. */
  @Nullable URI address(List<String> faults) {
    try {
      return FlinkAddress.of(flinkMaster);
    } catch (IllegalArgumentException e) {
      faults.add("--flinkMaster: '" + flinkMaster + "' is not an address: HOST:PORT");
      return null;
    }
  }
}
