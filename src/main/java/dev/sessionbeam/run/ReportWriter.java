package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.report.page.ReportPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes the files of a report, and prints a short form of it. */
final class ReportWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper INDENTED =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode report;

  ReportWriter(ObjectNode report) {
    this.report = report;
  }

  void write(ReportRequest request, PrintWriter out, PrintWriter err) throws IOException {
    printWarnings(err);
    printGaps(out);
    write(request.page(), ReportPage.of(report));
    out.println("Page: " + request.page());
    Path json = request.json();
    if (json != null) {
      write(json, INDENTED.writeValueAsString(report) + "\n");
      out.println("JSON: " + json);
    }
    Path folder = request.correlations();
    if (folder != null) {
      writeLines(folder.resolve("pairs.jsonl"), "pairs");
      writeLines(folder.resolve("next_actions.jsonl"), "next_actions");
      out.println("Correlations: " + folder);
    }
    out.flush();
  }

  private void printWarnings(PrintWriter err) {
    JsonNode lines = report.get("lines");
    long differ = lines.get("sessions_that_differ").asLong();
    if (differ > 0) {
      err.println(
          String.format(
              Locale.ROOT,
              "Warning: of %,d sessions, the events are not those that the line of the session"
                  + " says. Is this the definition that wrote the output, and are all files there?",
              differ));
    }
    long otherwise = lines.get("sessions_cut_otherwise").asLong();
    if (otherwise > 0) {
      err.println(
          String.format(
              Locale.ROOT,
              "Warning: by this definition, %,d sessions would start at other events than those of"
                  + " the output. Was it written with another gap, opening or max_duration?",
              otherwise));
    }
    err.flush();
  }

  private void printGaps(PrintWriter out) {
    out.println(
        String.format(
            Locale.ROOT,
            "%,d sessions of %,d machines, with %,d events from %s to %s.",
            report.get("sessions").asLong(),
            report.get("machines").asLong(),
            report.get("events").asLong(),
            report.path("first_event").asText("-"),
            report.path("last_event").asText("-")));
    out.println();
    out.println(
        "gap          sessions     by pause   by opening     by cap    one event     median");
    for (JsonNode gap : report.get("gaps")) {
      out.print(
          String.format(
              Locale.ROOT,
              "%-8s %,12d %,12d %,12d %,10d %,12d %,10d%s%n",
              gap.get("gap").asText(),
              gap.get("sessions").asLong(),
              gap.get("first_event").asLong() + gap.get("pause").asLong(),
              gap.get("opening_event").asLong(),
              gap.get("cap").asLong(),
              gap.get("one_event").asLong(),
              gap.get("median_length").asLong(),
              gap.get("chosen").asBoolean() ? "  the definition's" : ""));
    }
    out.println();
  }

  private void writeLines(Path file, String field) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (JsonNode item : report.get(field)) {
      lines.append(JSON.writeValueAsString(item)).append('\n');
    }
    write(file, lines.toString());
  }

  private static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
