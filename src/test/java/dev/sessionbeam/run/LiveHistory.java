package dev.sessionbeam.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Lines of an output as a stream writes them: in many small files, with sessions that were revised,
 * replaced, and moved over midnight; and the lines of a batch run over the same events.
 */
final class LiveHistory {
  private final Map<String, List<String>> live = new LinkedHashMap<>();
  private final List<String> sessions = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  /** A session's event lines, without revision. */
  private record Written(String id, String date, String machine, String start, int count) {
    String session(String tail) {
      return String.format(
          Locale.ROOT,
          "{\"session_id\":\"%s\",\"machine_id\":\"%s\",\"session_start\":\"%s\",\"session_end\":\"%s\",\"duration_ms\":0,\"event_count\":%d,\"opened_by\":\"activity\",\"first_action\":\"view\",\"last_action\":\"view\",\"actions\":{\"view\":%d,\"revision\":7}%s}",
          id,
          machine,
          start,
          start,
          count,
          count,
          tail);
    }

    String event(int index, String tail) {
      return String.format(
          Locale.ROOT,
          "{\"event_id\":\"%s-%d\",  \"timestamp\":1486285200000,\"size\":1.50e3,\"name\":\"\\u00e9é,\\\"revision\\\":9}\",\"machine_id\":\"%s\",\"action\":\"view\",\"session_id\":\"%s\",\"session_start\":\"%s\",\"session_index\":%d%s}",
          id,
          index,
          machine,
          id,
          start,
          index,
          tail);
    }
  }

  private static Written session(String machine, String start, int count) {
    String id =
        UUID.nameUUIDFromBytes((machine + "@" + start).getBytes(StandardCharsets.UTF_8)).toString();
    return new Written(id, start.substring(0, 10), machine, start, count);
  }

  /** A session that is written once, and is current. */
  LiveHistory once(String machine, String start, int count) {
    return write(session(machine, start, count), 0).keep(session(machine, start, count));
  }

  /** A session that grows: of each revision, one event more. */
  LiveHistory revised(String machine, String start, int revisions) {
    for (int revision = 0; revision <= revisions; revision++) {
      write(session(machine, start, revision + 1), revision);
    }
    return keep(session(machine, start, revisions + 1));
  }

  /** A session that is written, and then replaced by one that starts earlier. */
  LiveHistory replaced(String machine, String start, String earlier) {
    Written first = session(machine, start, 2);
    Written moved = session(machine, earlier, 3);
    return write(first, 0).write(moved, 1, first).keep(moved);
  }

  /** A session over two starts that is split again: the later one comes back. */
  LiveHistory splitAgain(String machine, String start, String earlier) {
    Written first = session(machine, start, 2);
    Written joined = session(machine, earlier, 4);
    Written head = session(machine, earlier, 1);
    Written back = session(machine, start, 3);
    return write(first, 0)
        .write(joined, 1, first)
        .write(head, 2)
        .write(back, 2)
        .keep(head)
        .keep(back);
  }

  private LiveHistory keep(Written session) {
    sessions.add(session.session(""));
    for (int i = 0; i < session.count(); i++) {
      events.add(session.event(i, ""));
    }
    return this;
  }

  private LiveHistory write(Written session, int revision, Written... replaced) {
    String tail = revision == 0 ? "" : ",\"revision\":" + revision;
    List<String> ids = new ArrayList<>();
    for (Written other : replaced) {
      ids.add("\"" + other.id() + "\"");
    }
    String replaces = ids.isEmpty() ? "" : ",\"replaces\":[" + String.join(",", ids) + "]";
    at("sessions", session.date()).add(session.session(tail + replaces));
    for (int i = 0; i < session.count(); i++) {
      at("events", session.date()).add(session.event(i, tail));
    }
    return this;
  }

  private List<String> at(String dataset, String date) {
    return live.computeIfAbsent(dataset + "/date=" + date, folder -> new ArrayList<>());
  }

  /** The session lines of a batch run, sorted. */
  List<String> sessions() {
    return sessions.stream().sorted().toList();
  }

  /** The event lines of a batch run, sorted. */
  List<String> events() {
    return events.stream().sorted().toList();
  }

  /** Writes the lines of each folder, shuffled, to this many files at most. */
  void writeTo(Path output, int files) throws IOException {
    int run = 0;
    for (Map.Entry<String, List<String>> folder : live.entrySet()) {
      List<String> lines = new ArrayList<>(folder.getValue());
      Collections.shuffle(lines, new Random(7));
      Path to = Files.createDirectories(output.resolve(folder.getKey()));
      int parts = Math.min(files, lines.size());
      for (int part = 0; part < parts; part++) {
        Path file = to.resolve(String.format(Locale.ROOT, "part-%032x.jsonl.gz", run++));
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
          for (int i = part; i < lines.size(); i += parts) {
            out.write((lines.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    }
  }
}
