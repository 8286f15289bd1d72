package dev.sessionbeam.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.session.Session;
import dev.sessionbeam.session.StartReason;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/** Writes the fields of a machine's line. */
final class MachineJson {
  private MachineJson() {}

  static void write(MachineTimeline machine, JsonGenerator json) throws IOException {
    json.writeStringField("kind", "machine");
    json.writeStringField("machine", machine.machine());
    json.writeArrayFieldStart("events");
    for (TimelineEvent event : machine.events()) {
      json.writeStartObject();
      event(event, machine, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("sessions");
    for (ExplainedSession session : machine.sessions()) {
      json.writeStartObject();
      session(session, json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void event(TimelineEvent event, MachineTimeline machine, JsonGenerator json)
      throws IOException {
    json.writeNumberField("event", event.record().number());
    json.writeStringField(
        "time", Rfc3339.format(Objects.requireNonNull(event.record().event()).millis()));
    if (event.copyOf() != null) {
      json.writeStringField("reason", "copy");
      json.writeNumberField("copy_of", event.copyOf().number());
      return;
    }
    StartReason reason = event.reason();
    json.writeStringField("reason", reason == null ? "stays" : reason.code());
    if (event.pauseMillis() != null) {
      json.writeNumberField("pause_ms", event.pauseMillis());
    }
    json.writeStringField("session_id", machine.sessions().get(event.session()).id().toString());
    json.writeNumberField("session_index", event.index());
  }

  private static void session(ExplainedSession explained, JsonGenerator json) throws IOException {
    Session session = explained.session();
    json.writeStringField("session_id", explained.id().toString());
    json.writeStringField("session_start", Rfc3339.format(session.start()));
    json.writeStringField("session_end", Rfc3339.format(session.end()));
    json.writeNumberField("event_count", session.events().size());
    json.writeStringField("opened_by", session.opened() ? "opening_event" : "activity");
    json.writeStringField("started_by", explained.reason().code());
    json.writeStringField("range", explained.place().name().toLowerCase(Locale.ROOT));
    RecordJson.strings("destinations", explained.destinations(), json);
  }
}
