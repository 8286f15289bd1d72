package dev.sessionbeam.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Rfc3339;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a record's line. */
final class RecordJson {
  private final Function<Origin, String> place;

  RecordJson(Function<Origin, String> place) {
    this.place = place;
  }

  void write(ExplainedRecord record, Places.@Nullable Place end, JsonGenerator json)
      throws IOException {
    json.writeStringField("kind", "event");
    json.writeNumberField("event", record.number());
    json.writeStringField("source", place.apply(record.record().origin()));
    json.writeStringField("result", result(record, end));
    if (record.rejected() != null) {
      rejection(record.rejected(), json);
    }
    steps(record.steps(), json);
    Event event = record.event();
    if (event != null) {
      json.writeStringField("machine", event.machine());
      json.writeStringField("action", event.action());
      strings("destinations", record.destinations(), json);
    }
    if (end != null) {
      end(end, json);
    }
  }

  private static String result(ExplainedRecord record, Places.@Nullable Place end) {
    if (end == null) {
      return record.result().name().toLowerCase(Locale.ROOT);
    }
    ExplainedSession session = end.session();
    if (session == null) {
      return "copy";
    }
    return session.isWritten() ? "in_session" : "needed_only_to_cut";
  }

  private static void rejection(RejectedRecord rejected, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("rejected");
    json.writeStringField("stage", rejected.stage().code());
    json.writeStringField("reason", rejected.reason().code());
    json.writeStringField("message", rejected.message());
    if (rejected.field() != null) {
      json.writeStringField("field", rejected.field());
    }
    OptionalInt at = RejectionPlace.in(rejected);
    if (at.isPresent()) {
      json.writeNumberField("byte", at.getAsInt());
    }
    byte[] bytes = rejected.record().bytes();
    ByteWindow window =
        at.isPresent() ? ByteWindow.around(at.getAsInt(), bytes) : ByteWindow.ofStart(bytes);
    json.writeStringField("bytes", window.text());
    json.writeEndObject();
  }

  private static void steps(RecordSteps steps, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("changes");
    for (FieldChange change : steps.changes()) {
      json.writeStartObject();
      json.writeStringField("rule", change.rule());
      json.writeStringField("operation", change.operation());
      json.writeStringField("field", change.field());
      value("before", change.before(), json);
      value("after", change.after(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (steps.time() != null) {
      json.writeStringField("time", Rfc3339.format(steps.time()));
    }
    json.writeArrayFieldStart("enriched");
    for (AddedField field : steps.added()) {
      json.writeStartObject();
      json.writeStringField("field", field.name());
      json.writeStringField("expression", field.expression());
      value("value", field.value(), json);
      if (field.why() != null) {
        json.writeStringField("why", field.why());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("without_value");
    for (MissingResult missing : steps.missing()) {
      json.writeStartObject();
      json.writeStringField("setting", missing.setting());
      json.writeStringField("expression", missing.expression());
      json.writeStringField("why", missing.why());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (steps.opens() != null) {
      json.writeBooleanField("opening", steps.opens());
    }
  }

  /** Writes a value to the digit; nothing if there is none. */
  private static void value(String name, @Nullable JsonValue value, JsonGenerator json)
      throws IOException {
    if (value != null) {
      json.writeFieldName(name);
      json.writeRawValue(value.text().replaceAll("[\\r\\n]", " "));
    }
  }

  private static void end(Places.Place end, JsonGenerator json) throws IOException {
    ExplainedSession session = end.session();
    if (session != null) {
      json.writeStringField("session_id", session.id().toString());
      json.writeNumberField("session_index", end.event().index());
    }
  }

  static void strings(String name, List<String> values, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
