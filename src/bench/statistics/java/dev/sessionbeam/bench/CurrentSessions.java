package dev.sessionbeam.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the current line of each session: docs/streaming.md, "Revisions". For a session id, the
 * line with the highest revision is current, among those that have the id and those that replace
 * it.
 */
final class CurrentSessions {
  /** The highest revision that has an id or replaces it, and the session if the line has it. */
  private record Latest(int revision, boolean exists, String identity) {}

  private final Map<String, Latest> sessions = new HashMap<>();
  private boolean revised;

  /**
   * Adds a line of {@code sessions/}, in any order.
   *
   * @param identity what the session is compared by
   * @throws IOException if another line has or replaces the same session with the same revision
   */
  void add(JsonNode session, String identity) throws IOException {
    int revision = session.path("revision").asInt(0);
    revised |= revision > 0;
    put(session.path("session_id").asText(), new Latest(revision, true, identity));
    for (JsonNode replaced : session.path("replaces")) {
      put(replaced.asText(), new Latest(revision, false, ""));
    }
  }

  private void put(String id, Latest line) throws IOException {
    Latest known = sessions.get(id);
    if (known == null || known.revision() < line.revision()) {
      sessions.put(id, line);
    } else if (known.revision() == line.revision()) {
      throw new IOException(
          "two lines have or replace the session " + id + " with revision " + line.revision());
    }
  }

  /** Whether any session was written again. */
  boolean areRevised() {
    return revised;
  }

  /** Whether a line of {@code events/} is of a current session. */
  boolean haveEvent(JsonNode event) {
    Latest session = sessions.get(event.path("session_id").asText());
    return session != null
        && session.exists()
        && session.revision() == event.path("revision").asInt(0);
  }

  /** Returns what the current sessions are compared by, in no order. */
  List<String> identities() {
    return sessions.values().stream().filter(Latest::exists).map(Latest::identity).toList();
  }
}
