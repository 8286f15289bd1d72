package dev.sessionbeam.run;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns {@code --kinesisEndpoint} into the address of a server, or into a fault. */
public final class KinesisEndpoint {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private KinesisEndpoint() {}

  /**
   * Returns the address of the server; null if the text is null, or if it is not a URL, which is
   * added to the faults.
   */
  public static @Nullable URI parse(@Nullable String text, List<String> faults) {
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
      // The fault is added below.
    }
    faults.add(
        "--kinesisEndpoint: '" + text + "' is not a URL: write one like http://127.0.0.1:4567");
    return null;
  }
}
