package dev.sessionbeam.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.session.StartReason;
import dev.sessionbeam.settle.StoredSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Prints the sessions of a machine in an output, for a person or as JSON lines. */
public final class OutputReport {
  private final Definition definition;
  private final Colours colours;

  public OutputReport(Definition definition, Colours colours) {
    this.definition = definition;
    this.colours = colours;
  }

  /**
   * Prints sessions for a person.
   *
   * @param only the session to print; null for all of the machine
   */
  public void print(WrittenMachine machine, @Nullable String only, PrintWriter out) {
    long current = machine.sessions().stream().filter(WrittenSession::current).count();
    out.println(
        colours.heading("machine " + Printable.of(machine.machine()))
            + "  "
            + Counts.of(current, "current session"));
    for (WrittenSession session : some(machine, only)) {
      StoredSession newest = session.newest();
      Rows rows = new Rows();
      rows.add(
          "session",
          session.id()
              + "  "
              + WrittenMachine.text("session_start", newest)
              + " to "
              + WrittenMachine.text("session_end", newest));
      boolean isCurrent = session.current();
      rows.add(
          isCurrent ? colours::good : colours::doubtful,
          isCurrent ? "starts" : "ended",
          isCurrent ? reason(session) : replaced(session));
      String label = "lines";
      for (StoredSession line : session.lines()) {
        boolean counts = isCurrent && line.revision() == newest.revision();
        rows.add(counts ? UnaryOperator.identity() : colours::doubtful, label, line(line, counts));
        label = "";
      }
      out.println();
      rows.lines("  ").forEach(out::println);
    }
  }

  private static List<WrittenSession> some(WrittenMachine machine, @Nullable String only) {
    return machine.sessions().stream()
        .filter(session -> only == null || session.id().equals(only))
        .toList();
  }

  private String reason(WrittenSession session) {
    String pause =
        session.pauseMillis() == null
            ? ""
            : StayReason.text(Duration.ofMillis(session.pauseMillis()));
    return switch (Objects.requireNonNull(session.reason())) {
      case FIRST_EVENT -> "first session of the machine in this output";
      case PAUSE ->
          "pause of " + pause + " (gap " + Durations.text(definition.session().gap()) + ")";
      case OPENING_EVENT -> "opening event, " + pause + " after the session before";
      case CAP ->
          "cap of "
              + StayReason.text(definition.session().maxDuration())
              + ", "
              + pause
              + " after the session before";
    };
  }

  private static String replaced(WrittenSession session) {
    StoredSession by = session.replacedBy();
    return by == null
        ? "replaced by a session of a settled day"
        : "replaced by " + by.id() + ", revision " + by.revision();
  }

  private static String line(StoredSession line, boolean counts) {
    return "revision "
        + line.revision()
        + (counts ? ", current: " : ", no longer current: ")
        + events(WrittenMachine.number("event_count", line))
        + ", opened by "
        + Printable.of(WrittenMachine.text("opened_by", line))
        + (line.replaces().isEmpty() ? "" : ", replaces " + String.join(", ", line.replaces()))
        + ", in "
        + Printable.escaped(line.file());
  }

  private static String events(String count) {
    return count + (count.equals("1") ? " event" : " events");
  }

  /** Prints sessions for a program: one JSON object on each line. */
  public void printJson(WrittenMachine machine, @Nullable String only, PrintWriter out) {
    for (WrittenSession session : some(machine, only)) {
      out.println(JsonReport.line(json -> write(machine, session, json)));
    }
  }

  private static void write(WrittenMachine machine, WrittenSession session, JsonGenerator json)
      throws IOException {
    json.writeStringField("kind", "session");
    json.writeStringField("machine", machine.machine());
    json.writeStringField("session_id", session.id());
    json.writeBooleanField("current", session.current());
    StartReason reason = session.reason();
    if (reason != null) {
      // As in the view session_starts.
      boolean isFirst = reason == StartReason.FIRST_EVENT;
      json.writeStringField("started_by", isFirst ? StartReason.PAUSE.code() : reason.code());
    }
    if (session.pauseMillis() != null) {
      json.writeNumberField("pause_ms", session.pauseMillis());
    }
    if (session.replacedBy() != null) {
      json.writeStringField("replaced_by", session.replacedBy().id());
    }
    json.writeArrayFieldStart("lines");
    for (StoredSession line : session.lines()) {
      json.writeStartObject();
      json.writeStringField("file", line.file());
      json.writeNumberField("revision", line.revision());
      RecordJson.strings("replaces", new ArrayList<>(line.replaces()), json);
      json.writeFieldName("line");
      json.writeRawValue(line.fields().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
