package dev.sessionbeam.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.report.LineCounts.Kind;
import dev.sessionbeam.session.StartReason;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.KV;

/** Writes the result of a report. docs/report.md lists the fields. */
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final double[] PERCENTILES = {10, 25, 50, 75, 90, 95, 99};

  private final ReportTask task;
  private final List<KV<String, Long>> names;
  private final boolean allNamed;

  /**
   * Creates a writer.
   *
   * @param names the most frequent actions, in order
   */
  ReportJson(ReportTask task, List<KV<String, Long>> names) {
    this.task = task;
    this.names = ActionNames.named(names);
    this.allNamed = names.size() <= ActionCounts.NAMED;
  }

  void write(ReportCounts counts, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.getFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("pipeline", task.definition().name());
      json.writeNumberField("gap_ms", task.definition().session().gap().toMillis());
      json.writeNumberField(
          "max_duration_ms", task.definition().session().maxDuration().toMillis());
      json.writeBooleanField("has_opening", task.definition().session().opening() != null);
      totals(counts, json);
      lines(counts, json);
      activity(counts, json);
      distribution("pauses_ms", counts.pauses(), json);
      distribution("durations_ms", counts.durations(), json);
      distribution("lengths", counts.lengths(), json);
      distribution("sessions_of_machines", counts.sessionsOfMachines(), json);
      gaps(counts, json);
      json.writeBooleanField("all_actions_named", allNamed);
      new ActionsJson(names, counts, json).write();
      funnels(counts, json);
      json.writeEndObject();
    }
  }

  private static void totals(ReportCounts counts, JsonGenerator json) throws IOException {
    long events = counts.lengths().sum();
    json.writeNumberField("events", events);
    json.writeNumberField("sessions", counts.lengths().count());
    json.writeNumberField("machines", counts.sessionsOfMachines().count());
    if (events > 0) {
      json.writeStringField("first_event", Rfc3339.format(counts.firstMillis()));
      json.writeStringField("last_event", Rfc3339.format(counts.lastMillis()));
    }
  }

  private static void lines(ReportCounts counts, JsonGenerator json) throws IOException {
    LineCounts lines = counts.lines();
    json.writeObjectFieldStart("lines");
    json.writeNumberField("events_current", lines.of(Kind.EVENTS_CURRENT));
    json.writeNumberField("events_superseded", lines.of(Kind.EVENTS_SUPERSEDED));
    json.writeNumberField("sessions_current", lines.of(Kind.SESSIONS_CURRENT));
    json.writeNumberField("sessions_superseded", lines.of(Kind.SESSIONS_SUPERSEDED));
    json.writeNumberField("sessions_revised", lines.of(Kind.SESSIONS_REVISED));
    json.writeNumberField("sessions_that_differ", lines.of(Kind.SESSIONS_THAT_DIFFER));
    json.writeNumberField("sessions_cut_otherwise", counts.cutOtherwise());
    json.writeObjectFieldStart("rejected");
    for (Map.Entry<String, Long> reason : counts.rejected().entrySet()) {
      json.writeNumberField(reason.getKey(), reason.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void activity(ReportCounts counts, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("by_day");
    for (Map.Entry<Long, ReportCounts.Activity> day : counts.days().entrySet()) {
      json.writeStartObject();
      json.writeStringField("date", LocalDate.ofEpochDay(day.getKey()).toString());
      write(day.getValue(), json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("by_hour");
    for (int hour = 0; hour < counts.hours().size(); hour++) {
      json.writeStartObject();
      json.writeNumberField("hour", hour);
      write(counts.hours().get(hour), json);
    }
    json.writeEndArray();
  }

  private static void write(ReportCounts.Activity activity, JsonGenerator json) throws IOException {
    json.writeNumberField("sessions", activity.sessions());
    json.writeNumberField("events", activity.events());
    json.writeEndObject();
  }

  private static void distribution(String name, Distribution values, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", values.count());
    json.writeNumberField("sum", values.sum());
    json.writeNumberField("max", values.max());
    json.writeObjectFieldStart("percentiles");
    for (double percent : PERCENTILES) {
      json.writeNumberField("p" + (int) percent, values.percentile(percent));
    }
    json.writeEndObject();
    json.writeArrayFieldStart("classes");
    for (int i = 0; i < values.bounds().length; i++) {
      json.writeStartObject();
      json.writeNumberField("from", values.bounds()[i]);
      json.writeNumberField("count", values.count(i));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void gaps(ReportCounts counts, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("gaps");
    for (GapCounts gap : counts.gaps()) {
      Duration length = gap.rules().gap();
      json.writeStartObject();
      json.writeStringField("gap", Durations.text(length));
      json.writeNumberField("gap_ms", length.toMillis());
      json.writeBooleanField("chosen", length.equals(task.definition().session().gap()));
      json.writeNumberField("sessions", gap.lengths().count());
      for (StartReason reason : StartReason.values()) {
        json.writeNumberField(reason.code(), gap.starts(reason));
      }
      json.writeNumberField("one_event", gap.lengths().count(0));
      json.writeNumberField("median_length", gap.lengths().percentile(50));
      json.writeNumberField("median_duration_ms", gap.durations().percentile(50));
      json.writeNumberField("p90_duration_ms", gap.durations().percentile(90));
      json.writeNumberField("max_duration_ms", gap.durations().max());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void funnels(ReportCounts counts, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("funnels");
    for (FunnelCounts funnel : counts.funnels()) {
      json.writeStartArray();
      for (int step = 0; step < funnel.steps().size(); step++) {
        json.writeStartObject();
        json.writeStringField("action", funnel.steps().get(step));
        json.writeNumberField("sessions", funnel.reached(step));
        if (step > 0) {
          json.writeNumberField("median_ms", funnel.times(step).percentile(50));
          json.writeNumberField("p90_ms", funnel.times(step).percentile(90));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
