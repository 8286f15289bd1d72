package dev.sessionbeam.bench.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeMap;
import org.apache.flink.util.Collector;

/** Turns a session into lines: one for the session, and one for each of its events. */
final class SessionLines {
  private final ObjectMapper mapper = PrepareEvent.mapper();

  /** Returns the line of an event that is too late. */
  static OutputLine late(NitroEvent event) {
    return new OutputLine("late/date=" + date(time(event.millis)), event.json);
  }

  void write(WrittenSession session, Collector<OutputLine> out) throws JsonProcessingException {
    NitroEvent first = session.events[0];
    String id = SessionId.of(first.machine, first.millis).toString();
    String start = time(first.millis);
    String partition = "/date=" + date(start);
    byte[] line = mapper.writeValueAsBytes(fields(session, id, start));
    out.collect(new OutputLine("sessions" + partition, line));
    writeEvents(session, "events" + partition, id, start, out);
  }

  private ObjectNode fields(WrittenSession session, String id, String start) {
    NitroEvent first = session.events[0];
    NitroEvent last = session.events[session.events.length - 1];
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (NitroEvent event : session.events) {
      counts.merge(event.action, 1, Integer::sum);
    }
    ObjectNode fields = mapper.createObjectNode();
    fields.put("session_id", id);
    fields.put("machine_id", first.machine);
    fields.put("session_start", start);
    fields.put("session_end", time(last.millis));
    fields.put("duration_ms", last.millis - first.millis);
    fields.put("event_count", session.events.length);
    fields.put("opened_by", first.opening ? "opening_event" : "activity");
    fields.put("first_action", first.action);
    fields.put("last_action", last.action);
    ObjectNode actions = fields.putObject("actions");
    counts.forEach(actions::put);
    if (session.revision > 0) {
      fields.put("revision", session.revision);
    }
    if (session.replacedStarts.length > 0) {
      ArrayNode replaces = fields.putArray("replaces");
      for (long replaced : session.replacedStarts) {
        replaces.add(SessionId.of(first.machine, replaced).toString());
      }
    }
    return fields;
  }

  private static void writeEvents(
      WrittenSession session, String folder, String id, String start, Collector<OutputLine> out) {
    String head =
        ",\"session_id\":\"" + id + "\",\"session_start\":\"" + start + "\",\"session_index\":";
    String tail = session.revision == 0 ? "}" : ",\"revision\":" + session.revision + "}";
    for (int index = 0; index < session.events.length; index++) {
      byte[] json = session.events[index].json;
      ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + 160);
      // Adds the fields before the closing brace, which saves a second tree.
      line.write(json, 0, json.length - 1);
      line.writeBytes((head + index + tail).getBytes(StandardCharsets.US_ASCII));
      out.collect(new OutputLine(folder, line.toByteArray()));
    }
  }

  private static String time(long millis) {
    return PrepareEvent.RFC3339.format(Instant.ofEpochMilli(millis));
  }

  private static String date(String time) {
    return time.substring(0, "2017-02-05".length());
  }
}
