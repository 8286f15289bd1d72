package dev.sessionbeam.peer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that an {@link HttpPeer} has received as a whole.
 *
 * @param path its path, decoded, without the query
 * @param headers by name, in lower case
 * @param at when its last byte was read
 */
public record ReceivedRequest(
    String method, String path, Map<String, List<String>> headers, byte[] body, Instant at) {
  /** Returns the first value of a header, whatever the case of its name; null if there is none. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? null : values.get(0);
  }

  /** Returns the body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
