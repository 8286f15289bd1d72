package dev.sessionbeam.collect.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request without its body.
 *
 * @param method in upper case, such as POST
 * @param path decoded, without the query
 * @param query the parameters of the query, decoded
 * @param headers returns the value of a header, with commas between several of one name; null if
 *     there is none
 * @param peer the other side of the connection
 */
public record RequestHead(
    String method,
    String path,
    Map<String, List<String>> query,
    Function<String, @Nullable String> headers,
    InetAddress peer) {
  /** Returns the value of a header; null if there is none. */
  public @Nullable String header(String name) {
    return headers.apply(name);
  }

  /** Returns the first value of a parameter; null if there is none. */
  public @Nullable String parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.get(0);
  }
}
