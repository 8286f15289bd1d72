package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.DuckDb;
import dev.sessionbeam.peer.DynamoDbPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table of current sessions, and what it must be equal to: the view {@code current_sessions} of
 * the run's output. What disturbs the run is not its concern.
 */
final class HotTier {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DynamoDbPeer peer;
  private final String table;

  /**
   * Creates the table.
   *
   * @param peer where it is
   */
  HotTier(DynamoDbPeer peer, String table) {
    this.peer = peer;
    this.table = table;
    peer.createSessions(table);
  }

  /**
   * Writes routes that send every session to the table.
   *
   * @param endpoint of the peer, or of what is between it and the run
   * @param more further settings of the route, each with a comma before it
   */
  Path routes(Path folder, URI endpoint, String more) throws IOException {
    String route =
        "[{\"destination_name\": \"hot\", \"destination_arn\": \""
            + DynamoDbPeer.arn(table)
            + "\", \"endpoint\": \""
            + endpoint
            + "\", \"source\": \"sessions\""
            + more
            + "}]";
    return Files.writeString(folder.resolve("hot-routes.json"), route);
  }

  /** Makes events that come late enough to merge, split and move sessions. */
  static Path lateEvents(Path folder, int events, int machines, long seed) {
    Path input = folder.resolve("in");
    CommandRun made =
        CommandRun.of(
            "simulate",
            "--events=" + events,
            "--machines=" + machines,
            "--seed=" + seed,
            "--disorder=6h",
            "--output=" + input);
    assertThat(made.err(), made.status(), is(0));
    return input;
  }

  /**
   * What the comparison has seen.
   *
   * @param current the sessions in the view, and in the table
   * @param tombstones the sessions that are void, as the table knows
   * @param revised the current sessions that were written more than once
   */
  record Compared(int current, int tombstones, int revised) {}

  /** Requires that the table has exactly the current sessions of an output, field by field. */
  Compared requireCurrent(Path output) throws IOException, SQLException {
    Map<String, JsonNode> expected = current(output);
    Map<String, JsonNode> found = new TreeMap<>();
    int tombstones = 0;
    for (Map<String, AttributeValue> item : peer.items(table)) {
      if (item.containsKey("void")) {
        tombstones++;
      } else {
        JsonNode session = json(item);
        found.put(session.path("session_id").asText(), session);
      }
    }
    List<String> different = new ArrayList<>();
    expected.forEach(
        (id, session) -> {
          if (!session.equals(found.get(id))) {
            different.add(session + "\n  in the table: " + found.get(id));
          }
        });
    found.keySet().stream().filter(id -> !expected.containsKey(id)).forEach(different::add);
    assertThat(
        different.size() + " of " + expected.size() + ": " + first(different),
        different.isEmpty(),
        is(true));
    int revised =
        (int) found.values().stream().filter(it -> it.path("revision").asInt() > 0).count();
    return new Compared(expected.size(), tombstones, revised);
  }

  private static List<String> first(List<String> lines) {
    return lines.subList(0, Math.min(3, lines.size()));
  }

  /** The rows of the view, as they are in the lines, with the revision 0 written out. */
  private static Map<String, JsonNode> current(Path output) throws IOException, SQLException {
    Map<String, JsonNode> current = new TreeMap<>();
    try (DuckDb views = DuckDb.over(output)) {
      for (String line : views.currentSessionLines()) {
        ObjectNode session = (ObjectNode) JSON.readTree(line);
        if (!session.has("revision")) {
          session.put("revision", 0);
        }
        session.put("machine", session.path("machine_id").asText());
        current.put(session.path("session_id").asText(), session);
      }
    }
    return current;
  }

  private static JsonNode json(Map<String, AttributeValue> item) {
    ObjectNode node = JSON.createObjectNode();
    item.forEach((name, value) -> node.set(name, json(value)));
    return node;
  }

  private static JsonNode json(AttributeValue value) {
    try {
      return switch (value.type()) {
        case S -> JSON.getNodeFactory().textNode(value.s());
        case N -> JSON.readTree(value.n());
        case M -> json(value.m());
        case L -> {
          var list = JSON.createArrayNode();
          value.l().forEach(element -> list.add(json(element)));
          yield list;
        }
        default -> throw new AssertionError("a session has no such attribute: " + value);
      };
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
