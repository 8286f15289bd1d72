package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A delivery that has come to its end: it was accepted, or it is a dead letter.
 *
 * @param key its idempotency key
 */
record Arrival(String key, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those dead letters that are of one destination. */
  static List<Arrival> of(String destination, List<String> letters) {
    return letters.stream()
        .map(Arrival::tree)
        .filter(letter -> letter.path("destination").asText().equals(destination))
        .map(
            letter ->
                new Arrival(
                    letter.path("idempotency_key").asText(), letter.path("payload").asText()))
        .toList();
  }

  /** Reads a line of JSON. */
  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
