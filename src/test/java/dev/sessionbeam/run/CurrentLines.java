package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The current lines of an output with settled days, as docs/design/settle.md says that readers find
 * them. It shares no code with the program.
 */
final class CurrentLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DATE = Pattern.compile("=(\\d{4}-\\d\\d-\\d\\d)/");
  private static final Pattern OF_STREAMING =
      Pattern.compile("(,\"revision\":\\d+)?(,\"replaces\":\\[[^]]*])?}$");

  private final Path output;

  /** The current switch of each settled day. */
  private final Map<String, JsonNode> switches = new TreeMap<>();

  /** The highest revision of a line about each session. */
  private final Map<String, Integer> newest = new HashMap<>();

  /** The revisions of current sessions. */
  private final Map<String, Integer> current = new HashMap<>();

  private final List<String> sessions = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  private CurrentLines(Path output) {
    this.output = output;
  }

  /** Reads an output; the switches first, as readers must. */
  static CurrentLines of(Path output) throws IOException {
    CurrentLines lines = new CurrentLines(output);
    lines.read();
    return lines;
  }

  /** The session lines as a batch run would write them, sorted. */
  List<String> sessions() {
    return sessions;
  }

  /** The event lines as a batch run would write them, sorted. */
  List<String> events() {
    return events;
  }

  private void read() throws IOException {
    for (Path file : CommandRun.files(output.resolve("settled/days"))) {
      JsonNode day = JSON.readTree(Files.readString(file));
      JsonNode before = switches.get(day.get("date").asText());
      if (before == null || before.get("number").asInt() < day.get("number").asInt()) {
        switches.put(day.get("date").asText(), day);
      }
    }
    for (JsonNode day : switches.values()) {
      for (JsonNode replaced : day.get("replaced")) {
        mention(replaced.get("session_id").asText(), replaced.get("revision").asInt());
      }
    }
    List<String> live = live("sessions");
    for (String line : live) {
      JsonNode session = JSON.readTree(line);
      mention(id(session), revision(session));
      session.path("replaces").forEach(id -> mention(id.asText(), revision(session)));
    }
    for (String line : live) {
      JsonNode session = JSON.readTree(line);
      if (newest.getOrDefault(id(session), -1) == revision(session)) {
        current.put(id(session), revision(session));
        sessions.add(plain(line));
      }
    }
    for (String line : live("events")) {
      JsonNode event = JSON.readTree(line);
      if (current.getOrDefault(id(event), -1) == revision(event)) {
        events.add(plain(line));
      }
    }
    sessions.addAll(settled("sessions"));
    events.addAll(settled("events"));
    sessions.sort(null);
    events.sort(null);
  }

  private void mention(String session, int revision) {
    newest.merge(session, revision, Math::max);
  }

  private List<String> live(String dataset) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : CommandRun.files(output.resolve(dataset))) {
      if (!switches.containsKey(date(file))) {
        lines.addAll(CommandRun.linesOf(file));
      }
    }
    return lines;
  }

  private List<String> settled(String dataset) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : CommandRun.files(output.resolve("settled").resolve(dataset))) {
      JsonNode day = switches.get(date(file));
      String name = String.valueOf(file.getFileName());
      if (day != null && name.startsWith("part-" + day.get("version").asText() + "-")) {
        lines.addAll(CommandRun.linesOf(file));
      }
    }
    return lines;
  }

  private static String date(Path file) {
    Matcher date = DATE.matcher(file.toString());
    if (!date.find()) {
      throw new IllegalStateException(file + " has no date");
    }
    return date.group(1);
  }

  private static String id(JsonNode line) {
    return line.get("session_id").asText();
  }

  private static int revision(JsonNode line) {
    return line.path("revision").asInt(0);
  }

  private static String plain(String line) {
    return OF_STREAMING.matcher(line).replaceFirst("}");
  }
}
