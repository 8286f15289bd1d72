package dev.sessionbeam.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Writes what actions there are and how they follow each other. */
final class ActionsJson {
  private static final int SIXTH_DECIMAL = 1_000_000;

  private final List<KV<String, Long>> names;
  private final ActionCounts counts;
  private final long sessions;
  private final JsonGenerator json;

  ActionsJson(List<KV<String, Long>> names, ReportCounts counts, JsonGenerator json) {
    this.names = names;
    this.counts = counts.actions();
    this.sessions = counts.lengths().count();
    this.json = json;
  }

  void write() throws IOException {
    json.writeArrayFieldStart("actions");
    for (int action = 0; action <= ActionCounts.OTHER; action++) {
      if (counts.events(action) > 0) {
        json.writeStartObject();
        name("action", action);
        json.writeNumberField("events", counts.events(action));
        json.writeNumberField("sessions", counts.sessions(action));
        json.writeNumberField("first_of", counts.first(action));
        json.writeNumberField("last_of", counts.last(action));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("next_actions");
    for (int action = 0; action <= ActionCounts.OTHER; action++) {
      for (int next = 0; next <= ActionCounts.OTHER; next++) {
        if (counts.next(action, next) > 0) {
          next(action, next);
        }
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("pairs");
    for (int a = 0; a < names.size(); a++) {
      for (int b = a + 1; b < names.size(); b++) {
        if (counts.both(a, b) > 0) {
          pair(a, b);
        }
      }
    }
    json.writeEndArray();
  }

  private void next(int action, int next) throws IOException {
    long count = counts.next(action, next);
    json.writeStartObject();
    name("action", action);
    name("next", next);
    json.writeNumberField("count", count);
    json.writeNumberField("probability", rounded((double) count / counts.events(action)));
    json.writeEndObject();
  }

  private void pair(int a, int b) throws IOException {
    long both = counts.both(a, b);
    json.writeStartObject();
    name("action", a);
    name("other", b);
    json.writeNumberField("sessions", both);
    double expected = (double) counts.sessions(a) * counts.sessions(b) / sessions;
    json.writeNumberField("lift", rounded(both / expected));
    json.writeEndObject();
  }

  private static double rounded(double value) {
    return (double) Math.round(value * SIXTH_DECIMAL) / SIXTH_DECIMAL;
  }

  /** Writes the name of an action; null stands for all actions without a number. */
  private void name(String field, int action) throws IOException {
    @Nullable String name = action == ActionCounts.OTHER ? null : names.get(action).getKey();
    if (name == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, name);
    }
  }
}
