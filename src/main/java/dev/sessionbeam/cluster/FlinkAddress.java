package dev.sessionbeam.cluster;

import java.net.URI;

/** Where the REST API of a Flink cluster is. */
public final class FlinkAddress {
  private static final int DEFAULT_PORT = 8081;

  private FlinkAddress() {}

  /**
   * Returns the root of a cluster's REST API.
   *
   * @param flinkMaster {@code HOST:PORT}, also as an address of HTTP or HTTPS; without a port, it
   *     is Flink's usual one
   * @throws IllegalArgumentException if this is not an address
   */
  public static URI of(String flinkMaster) {
    String master = flinkMaster.trim();
    URI given = URI.create(master.matches("https?://.*") ? master : "http://" + master);
    if (given.getHost() == null) {
      throw new IllegalArgumentException("no host");
    }
    int port = given.getPort() == -1 ? DEFAULT_PORT : given.getPort();
    return URI.create(given.getScheme() + "://" + given.getHost() + ":" + port + "/");
  }
}
