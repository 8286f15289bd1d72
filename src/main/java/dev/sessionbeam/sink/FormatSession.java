package dev.sessionbeam.sink;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FieldPath;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.event.Rfc3339;
import dev.sessionbeam.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

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

  /** Hands the session's lines to the receiver, the session's own first. */
  public void format(Session session, Consumer<Line> out) {
    String id = SessionId.of(session.machine(), session.start()).toString();
    String start = Rfc3339.format(session.start());
    String folder = folder(start);
    out.accept(new Line(Dataset.SESSIONS, folder, sessionLine(session, id, start)));
    int index = 0;
    for (Event event : session.events()) {
      out.accept(new Line(Dataset.EVENTS, folder, eventLine(event, id, start, index)));
      index++;
    }
  }

  private String folder(String start) {
    String date = "date=" + start.substring(0, DATE_LENGTH);
    return switch (partition) {
      case DATE -> date;
      case HOUR -> date + "/hour=" + start.substring(DATE_LENGTH + 1, HOUR_LENGTH);
    };
  }

  /** The event's own line with the session's fields put in ahead of its closing brace. */
  private static byte[] eventLine(Event event, String id, String start, int index) {
    byte[] tail =
        (",\"session_id\":\""
                + id
                + "\",\"session_start\":\""
                + start
                + "\",\"session_index\":"
                + index
                + "}")
            .getBytes(StandardCharsets.US_ASCII);
    int head = event.json().length - 1;
    ByteArrayOutputStream line = new ByteArrayOutputStream(head + tail.length);
    line.write(event.json(), 0, head);
    line.writeBytes(tail);
    return line.toByteArray();
  }

  private byte[] sessionLine(Session session, String id, String start) {
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
