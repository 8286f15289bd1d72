package dev.sessionbeam.collect.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param headers further ones, by their names
 * @param type the media type of the body; empty if there is no body
 */
public record Answer(int status, Map<String, String> headers, String type, byte[] body) {
  private static final String JSON = "application/json";

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** Returns an answer without a body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), "", new byte[0]);
  }

  /** Returns an answer with a JSON text. */
  public static Answer json(int status, String text) {
    return new Answer(status, Map.of(), JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns an answer with a plain text. */
  public static Answer text(int status, String type, String text) {
    return new Answer(status, Map.of(), type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the same answer with a further header. */
  public Answer with(String name, String value) {
    return with(Map.of(name, value));
  }

  /** Returns the same answer with further headers. */
  public Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, type, body);
  }
}
