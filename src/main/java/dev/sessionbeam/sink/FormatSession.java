package dev.sessionbeam.sink;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FieldPath;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.event.Rfc3339;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.Session;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A session to its lines: one for itself, one for each of its events. SEMANTICS, section 4. */
public final class FormatSession implements Serializable {
  private static final int DATE_LENGTH = "2017-02-05".length();
  private static final int HOUR_LENGTH = "2017-02-05T07".length();

  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final FieldPath machineField;
  private final OutputSettings.Partition partition;

  public FormatSession(Definition definition) {
    this.machineField = definition.roles().machine();
    this.partition = definition.output().partition();
  }

  /** Writes the session's lines. */
  void format(RevisedSession revised, LinesPacker lines) {
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
    LinesPacker.Pack events = lines.at(Dataset.EVENTS, folder);
    int index = 0;
    for (Event event : session.events()) {
      // The event's own line, with the session's fields ahead of its closing brace.
      events.write(event.json(), event.json().length - 1);
      events.write(head, head.length);
      byte[] number = ascii(Integer.toString(index));
      events.write(number, number.length);
      events.write(tail, tail.length);
      events.endLine();
      index++;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String folder(String start) {
    String date = "date=" + start.substring(0, DATE_LENGTH);
    return switch (partition) {
      case DATE -> date;
      case HOUR -> date + "/hour=" + start.substring(DATE_LENGTH + 1, HOUR_LENGTH);
    };
  }

  private byte[] sessionLine(RevisedSession revised, String id, String start) {
    Session session = revised.session();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("session_id", id);
    putMachine(fields, machineField, session.machine());
    fields.put("session_start", start);
    fields.put("session_end", Rfc3339.format(session.end()));
    fields.put("duration_ms", session.end() - session.start());
    fields.put("event_count", session.events().size());
    fields.put("opened_by", session.opened() ? "opening_event" : "activity");
    fields.put("first_action", session.first().action());
    fields.put("last_action", session.last().action());
    fields.put("actions", actions(session));
    if (revised.revision() > 0) {
      fields.put("revision", revised.revision());
    }
    if (!revised.replacedStarts().isEmpty()) {
      fields.put(
          "replaces",
          revised.replacedStarts().stream()
              .map(replaced -> SessionId.of(session.machine(), replaced).toString())
              .toList());
    }
    return JsonValue.of(fields).toBytes();
  }

  /** The machine under its field's own name, nested as it is in the events. */
  private static void putMachine(Map<String, Object> fields, FieldPath field, String machine) {
    if (field.isTopLevel()) {
      fields.put(field.head(), machine);
      return;
    }
    Map<String, Object> nested = new LinkedHashMap<>();
    putMachine(nested, field.tail(), machine);
    fields.put(field.head(), nested);
  }

  private static SortedMap<String, Integer> actions(Session session) {
    SortedMap<String, Integer> counts = new TreeMap<>(BY_CODE_POINT);
    for (Event event : session.events()) {
      counts.merge(event.action(), 1, Integer::sum);
    }
    return counts;
  }
}
