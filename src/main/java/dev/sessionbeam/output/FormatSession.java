package dev.sessionbeam.output;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.Json;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Formats a session as lines: one for the session and one for each of its events. See
 * docs/semantics.md, section 4.
 */
public final class FormatSession implements Serializable {
  /** Most lines of sessions are at most this long. */
  private static final int SESSION_LINE_BYTES = 1 << 9;

  private static final int NO_FIELDS = "{}".length();
  private static final int DATE_LENGTH = "2017-02-05".length();
  private static final int HOUR_LENGTH = "2017-02-05T07".length();

  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final FieldPath machineField;
  private final OutputSettings settings;

  public FormatSession(Definition definition) {
    this.machineField = definition.roles().machineInSessions();
    this.settings = definition.output();
  }

  /** Writes the session's lines. */
  void format(RevisedSession revised, LinesBuffer lines) {
    Session session = revised.session();
    String id = SessionId.of(session.machine(), session.start()).toString();
    String start = Rfc3339.format(session.start());
    String folder = folder(start);
    lines.add(Lines.of(Dataset.SESSIONS, folder, sessionLine(revised, id, start)));

    byte[] head =
        ascii(
            ",\"session_id\":\""
                + id
                + "\",\"session_start\":\""
                + start
                + "\",\"session_index\":");
    byte[] tail =
        ascii(revised.revision() == 0 ? "}\n" : ",\"revision\":" + revised.revision() + "}\n");
    LinesBuffer.Pack events = lines.at(Dataset.EVENTS, folder);
    int index = 0;
    for (Event event : session.events()) {
      // The event's own line, with the session's fields before its closing brace. An event whose
      // roles are all computed may have no field: then there is no comma.
      byte[] json = event.json();
      events.write(json, json.length - 1);
      byte[] added = json.length > NO_FIELDS ? head : Arrays.copyOfRange(head, 1, head.length);
      events.write(added, added.length);
      byte[] number = ascii(Integer.toString(index));
      events.write(number, number.length);
      events.write(tail, tail.length);
      events.endLine();
      index++;
    }
  }

  /** Returns the line of a session in {@code sessions/}, without a line break. */
  public byte[] line(RevisedSession revised) {
    Session session = revised.session();
    return sessionLine(
        revised,
        SessionId.of(session.machine(), session.start()).toString(),
        Rfc3339.format(session.start()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String folder(String start) {
    String date = settings.dateName() + "=" + start.substring(0, DATE_LENGTH);
    return switch (settings.partition()) {
      case DATE -> date;
      case HOUR ->
          date + "/" + settings.hourName() + "=" + start.substring(DATE_LENGTH + 1, HOUR_LENGTH);
    };
  }

  /**
   * Writes the line field by field. In a profile of a batch run, writing a map with Jackson was one
   * sample in thirteen.
   */
  private byte[] sessionLine(RevisedSession revised, String id, String start) {
    Session session = revised.session();
    ByteArrayOutputStream line = new ByteArrayOutputStream(SESSION_LINE_BYTES);
    try (JsonGenerator json = Json.generator(line)) {
      json.writeStartObject();
      json.writeStringField("session_id", id);
      writeMachine(json, machineField, session.machine());
      json.writeStringField("session_start", start);
      json.writeStringField("session_end", Rfc3339.format(session.end()));
      json.writeNumberField("duration_ms", session.end() - session.start());
      json.writeNumberField("event_count", session.events().size());
      json.writeStringField("opened_by", session.opened() ? "opening_event" : "activity");
      json.writeStringField("first_action", session.first().action());
      json.writeStringField("last_action", session.last().action());
      json.writeObjectFieldStart("actions");
      for (Map.Entry<String, Integer> action : actions(session).entrySet()) {
        json.writeNumberField(action.getKey(), action.getValue());
      }
      json.writeEndObject();
      if (revised.revision() > 0) {
        json.writeNumberField("revision", revised.revision());
      }
      if (!revised.replacedStarts().isEmpty()) {
        json.writeArrayFieldStart("replaces");
        for (long replaced : revised.replacedStarts()) {
          json.writeString(SessionId.of(session.machine(), replaced).toString());
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the line of a session to memory", e);
    }
    return line.toByteArray();
  }

  /** Writes the machine under its field's own name, nested as in the events. */
  private static void writeMachine(JsonGenerator json, FieldPath field, String machine)
      throws IOException {
    if (field.isTopLevel()) {
      json.writeStringField(field.head(), machine);
      return;
    }
    json.writeObjectFieldStart(field.head());
    writeMachine(json, field.tail(), machine);
    json.writeEndObject();
  }

  private static SortedMap<String, Integer> actions(Session session) {
    Map<String, Integer> counts = new HashMap<>();
    for (Event event : session.events()) {
      counts.merge(event.action(), 1, Integer::sum);
    }
    SortedMap<String, Integer> sorted = new TreeMap<>(BY_CODE_POINT);
    sorted.putAll(counts);
    return sorted;
  }
}
