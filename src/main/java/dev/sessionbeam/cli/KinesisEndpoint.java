package dev.sessionbeam.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code --kinesisEndpoint} may be. */
final class KinesisEndpoint {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private KinesisEndpoint() {}

  /** The server; null where none is given, or what is given is none, which goes to the faults. */
  static @Nullable URI parse(@Nullable String text, List<String> faults) {
    if (text == null) {
      return null;
    }
    try {
      URI endpoint = new URI(text);
      if (SCHEMES.contains(Objects.requireNonNullElse(endpoint.getScheme(), ""))
          && endpoint.getHost() != null) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // It is told below.
    }
    faults.add("--kinesisEndpoint: '" + text + "' is no URL: write one like http://127.0.0.1:4567");
    return null;
  }
}
