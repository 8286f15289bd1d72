package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.dlq.MessageQueue;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the flag {@code --endpoint}: the server of a service, in place of AWS. */
final class EndpointFlag {
  private EndpointFlag() {}

  /** Returns the address; null if there is none, or if it has a fault, which is added. */
  static @Nullable URI read(@Nullable String endpoint, List<String> faults) {
    if (endpoint == null) {
      return null;
    }
    try {
      URI server = URI.create(endpoint);
      if (server.getHost() != null && MessageQueue.isSafe(server)) {
        return server;
      }
    } catch (IllegalArgumentException e) {
      // The same as a text that is no URL.
    }
    faults.add(
        "--endpoint: '"
            + endpoint
            + "' is not a server: write it like https://HOST, or http://127.0.0.1:PORT on this"
            + " machine");
    return null;
  }
}
