package dev.sessionbeam.deliver.connect;

import java.net.URI;
import java.util.Set;

/** Decides to which addresses data may be sent. */
final class Addresses {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private Addresses() {}

  /** Whether an address is one of this machine. */
  static boolean isLoopback(URI address) {
    return LOOPBACK.contains(String.valueOf(address.getHost()));
  }

  /** Whether others cannot read what is sent to an address: https, or http to this machine. */
  static boolean isSafe(URI address) {
    return address.getHost() != null
        && ("https".equalsIgnoreCase(address.getScheme())
            || ("http".equalsIgnoreCase(address.getScheme()) && isLoopback(address)));
  }
}
