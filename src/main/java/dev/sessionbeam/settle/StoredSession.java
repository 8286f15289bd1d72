package dev.sessionbeam.settle;

import dev.sessionbeam.json.JsonObject;
import java.util.List;

/**
 * A line of a session in an output.
 *
 * @param file the file that has it, relative to the output
 * @param id the session's id
 * @param machine the machine
 * @param revision 0 if the line has none
 * @param replaces the ids of the sessions that it replaces
 * @param fields the line's fields
 */
public record StoredSession(
    String file,
    String id,
    String machine,
    int revision,
    List<String> replaces,
    JsonObject fields) {
  public StoredSession {
    replaces = List.copyOf(replaces);
  }

  /** Returns whether the line is about a session: its own line, or one that replaces it. */
  public boolean isAbout(String session) {
    return id.equals(session) || replaces.contains(session);
  }
}
