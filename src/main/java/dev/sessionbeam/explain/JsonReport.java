package dev.sessionbeam.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Prints an explanation for a program: one JSON object on each line, first of the records, then of
 * the machines. docs/explain.md has the fields.
 */
public final class JsonReport {
  private final Function<Origin, String> place;

  /**
   * Creates a report.
   *
   * @param place says where a record was read
   */
  public JsonReport(Function<Origin, String> place) {
    this.place = place;
  }

  /** Writes one object. */
  interface Line {
    void write(JsonGenerator json) throws IOException;
  }

  public void print(Explanation explanation, PrintWriter out) {
    Places places = new Places(explanation);
    RecordJson records = new RecordJson(place);
    for (ExplainedRecord record : explanation.records()) {
      out.println(line(json -> records.write(record, places.of(record), json)));
    }
    for (MachineTimeline machine : explanation.machines()) {
      out.println(line(json -> MachineJson.write(machine, json)));
    }
  }

  /** Returns an object as one line. */
  static String line(Line line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(bytes)) {
      json.writeStartObject();
      line.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a line to memory", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
