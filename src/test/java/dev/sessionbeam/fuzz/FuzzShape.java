package dev.sessionbeam.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** A definition, and how its valid records look. They are made from simulated events of Nitro. */
enum FuzzShape {
  NITRO("pipelines/nitro.yaml") {
    @Override
    byte[] record(String event, BufferedReader more) {
      return event.getBytes(StandardCharsets.UTF_8);
    }
  },

  /** Roles by expression, checks, cleaning rules, a filter, and enriched fields. */
  RICH("src/test/resources/fuzz/rich.yaml") {
    @Override
    byte[] record(String event, BufferedReader more) throws IOException {
      JsonNode nitro = JSON.readTree(event);
      int kind = nitro.path("event_id").asText().hashCode() & 7;
      ObjectNode record = JSON.createObjectNode();
      record.set("id", nitro.get("event_id"));
      if (kind == 0) {
        record.putNull("user").set("anonymous_id", nitro.get("machine_id"));
      } else {
        record.putObject("user").set("id", nitro.get("machine_id"));
      }
      record.put(kind == 1 ? "received_at" : "sent_at", Instant.ofEpochMilli(millis(nitro)) + "");
      ObjectNode page = record.putObject("page").set("title", nitro.get("action"));
      page.put("url", "https://example.com/document/" + kind + "?a=b");
      if (kind > 4) {
        record.set("action", nitro.get("action"));
      }
      record.put("amount", kind * 1.5).put("price", 1234567).put("nick", "  n ");
      record.putArray("tags").add("a").add(kind == 2 ? "internal" : "b");
      record.set("os", nitro.get("os"));
      return JSON.writeValueAsBytes(record);
    }
  },

  /** Records that hold up to four others, as text or as JSON. */
  CONTAINERS("src/test/resources/fuzz/containers.yaml") {
    @Override
    byte[] record(String event, BufferedReader more) throws IOException {
      ObjectNode container = JSON.createObjectNode();
      ArrayNode batch = container.putArray("batch");
      int size = event.hashCode() & 3;
      String next = event;
      for (int i = 0; i <= size && next != null; i++) {
        ObjectNode inner = inner(JSON.readTree(next), i);
        if (i == 2) {
          batch.addObject().put("message", inner.toString());
        } else {
          batch.addObject().set("message", inner);
        }
        next = i < size ? more.readLine() : null;
      }
      return JSON.writeValueAsBytes(size == 3 ? container : container.put("sentAt", "now"));
    }

    private static ObjectNode inner(JsonNode nitro, int kind) {
      ObjectNode inner = JSON.createObjectNode();
      inner.set("id", nitro.get("event_id"));
      inner.set("machine", nitro.get("machine_id"));
      inner.set("action", nitro.get("action"));
      return kind == 1 ? inner.put("at", millis(nitro) + ".5e0") : inner.put("at", millis(nitro));
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Times in seconds are below this, and times in milliseconds are above. */
  private static final long MOST_SECONDS = 100_000_000_000L;

  private final Path definition;

  FuzzShape(String definition) {
    this.definition = Path.of(definition);
  }

  Path definition() {
    return definition;
  }

  /** Whether a record may hold many. */
  boolean unwraps() {
    return this == CONTAINERS;
  }

  /**
   * Returns a valid record on one line.
   *
   * @param event a simulated event
   * @param more further events, one a line, for a record that holds many
   */
  abstract byte[] record(String event, BufferedReader more) throws IOException;

  private static long millis(JsonNode nitro) {
    long time = nitro.path("timestamp").longValue();
    return time < MOST_SECONDS ? time * 1000 : time;
  }
}
