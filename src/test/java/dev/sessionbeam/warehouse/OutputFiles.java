package dev.sessionbeam.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.output.parquet.RowsWriter;
import dev.sessionbeam.output.row.RowEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes the files of an output, as runs and {@code settle} do, in either format. */
final class OutputFiles {
  static final Path NITRO = Path.of("pipelines/nitro.yaml");

  private final Path output;
  private final boolean parquet;
  private final Tables tables;
  private int files;

  /**
   * Files of an output.
   *
   * @param format json or parquet
   */
  OutputFiles(Path output, Path definition, String format) throws IOException {
    this.output = output;
    this.parquet = format.equals("parquet");
    try {
      this.tables = DefinitionReader.read(definition).tables();
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session and its events as JSON lines. */
  record Session(String id, String machine, String start, List<String> events) {
    static Session of(String id, String start, String... events) {
      return new Session(id, "m", start, List.of(events));
    }

    String date() {
      return start.substring(0, 10);
    }

    String line(String revised) {
      return String.format(
          Locale.ROOT,
          "{\"session_id\":\"%s\",\"machine_id\":\"%s\",\"session_start\":\"%s\",\"session_end\":\"%s\",\"duration_ms\":0,\"event_count\":%d,\"opened_by\":\"activity\",\"first_action\":\"view\",\"last_action\":\"view\",\"actions\":{\"view\":%d}%s}",
          id,
          machine,
          start,
          start,
          events.size(),
          events.size(),
          revised);
    }

    List<String> eventLines(String revised) {
      List<String> lines = new ArrayList<>();
      for (String event : events) {
        lines.add(
            String.format(
                Locale.ROOT,
                "{\"event_id\":\"%s\",\"timestamp\":1,\"action\":\"view\",\"machine_id\":\"%s\",\"document\":{\"pages\":7},\"session_id\":\"%s\",\"session_start\":\"%s\",\"session_index\":%d%s}",
                event,
                machine,
                id,
                start,
                lines.size(),
                revised));
      }
      return lines;
    }
  }

  /** Writes live files with sessions that were never revised. */
  void live(Session... sessions) throws IOException {
    for (Session session : sessions) {
      live("sessions", session.date(), List.of(session.line("")));
      live("events", session.date(), session.eventLines(""));
    }
  }

  /** Writes live files with a revision of a session. */
  void revise(int revision, Session session, String... replaced) throws IOException {
    String field = ",\"revision\":" + revision;
    String replaces =
        replaced.length == 0 ? "" : ",\"replaces\":[\"" + String.join("\",\"", replaced) + "\"]";
    live("sessions", session.date(), List.of(session.line(field + replaces)));
    live("events", session.date(), session.eventLines(field));
  }

  /** Writes a live file. */
  void live(String dataset, String date, List<String> lines) throws IOException {
    write(dataset, dataset, date, String.format(Locale.ROOT, "part-%032x", files++), lines);
  }

  /** Writes the files of a version of a settled day, without the switch. */
  void settle(String date, String version, Session... sessions) throws IOException {
    int file = 0;
    for (Session session : sessions) {
      String name =
          String.format(Locale.ROOT, "part-%s-%05d-of-%05d", version, file++, sessions.length);
      write("settled/sessions", "sessions", date, name, List.of(session.line("")));
      write("settled/events", "events", date, name, session.eventLines(""));
    }
  }

  /** Writes the switch of a day, with what the day replaces on others. */
  void switchTo(String date, int number, String version, String replaced) throws IOException {
    Path days = Files.createDirectories(output.resolve("settled/days"));
    Files.writeString(
        days.resolve(date + "_" + number + ".json"),
        String.format(
            Locale.ROOT,
            "{\"date\":\"%s\",\"number\":%d,\"version\":\"%s\",\"replaced\":[%s]}\n",
            date,
            number,
            version,
            replaced));
  }

  private void write(String folder, String dataset, String date, String name, List<String> lines)
      throws IOException {
    Path parent = Files.createDirectories(output.resolve(folder).resolve("date=" + date));
    Path growing = Files.createTempFile("growing", null);
    write(growing, dataset, lines);
    Files.move(
        growing,
        parent.resolve(name + (parquet ? ".parquet" : ".jsonl.gz")),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private void write(Path file, String dataset, List<String> lines) throws IOException {
    if (!parquet) {
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        for (String line : lines) {
          out.write((line + "\n").getBytes(UTF_8));
        }
      }
      return;
    }
    Table table = dataset.equals("events") ? tables.events() : tables.sessions();
    RowEncoder encoder = new RowEncoder(table);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        RowsWriter writer = new RowsWriter(table, Codec.ZSTD, channel)) {
      for (String line : lines) {
        writer.write(encoder.encode(line.getBytes(UTF_8)));
      }
    }
  }
}
