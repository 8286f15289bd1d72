package dev.sessionbeam;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.packing.RecordBatch;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.joda.time.Instant;

/**
 * Turns short texts into events of one definition: {@code "a 10:00 view"} is the action view of the
 * machine a at 10:00 of {@link #DAY}, UTC. A time may have seconds: {@code 10:00:00.001}.
 */
public final class TestEvents {
  public static final LocalDate DAY = LocalDate.parse("2017-02-05");

  /** A record that an early step rejected. */
  public static final RejectedRecord REJECTED =
      new RejectedRecord(record("not JSON"), Reason.NOT_JSON, Stage.VALIDATE, "is not JSON", null);

  private static final String DEFINITION =
      """
      name: test
      event:
        machine: machine
        time: {field: time, format: iso8601}
        action: action
        fields: [page]
      session: {gap: 30m, opening: action == 'start', allowed_lateness: 1h}
      """;

  private TestEvents() {}

  /** The definition: a session starts after a pause of 30 minutes, or with the action start. */
  public static Definition definition() {
    return definition("");
  }

  /** The same with more sections, as YAML. */
  public static Definition definition(String more) {
    try {
      return DefinitionReader.read(DEFINITION + more, Path.of(""));
    } catch (InvalidDefinitionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The same with the setting {@code unwrap}. */
  public static Definition unwrapping(String path) {
    try {
      String yaml = DEFINITION.replace("fields: [page]", "fields: [page]\n  unwrap: " + path);
      return DefinitionReader.read(yaml, Path.of(""));
    } catch (InvalidDefinitionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A time of the day, in milliseconds since the epoch. */
  public static long millis(String time) {
    return DAY.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** A time of the day. */
  public static Instant at(String time) {
    return Instant.ofEpochMilli(millis(time));
  }

  /** The time of the day of an instant in milliseconds since the epoch. */
  public static String time(long millis) {
    return LocalTime.ofInstant(java.time.Instant.ofEpochMilli(millis), ZoneOffset.UTC).toString();
  }

  /** A record with this text. */
  public static RawRecord record(String text) {
    return new RawRecord(text.getBytes(UTF_8), new FileOrigin("events.jsonl", 0));
  }

  /** The records that are the lines of a text. */
  public static List<RawRecord> records(String lines) {
    return lines.lines().map(TestEvents::record).toList();
  }

  /** The JSON of an event, with more fields if there are any. */
  public static String json(String event, String... fields) {
    String[] words = event.split(" ", -1);
    java.time.Instant instant = java.time.Instant.ofEpochMilli(millis(words[1]));
    return String.format(
        Locale.ROOT,
        "{\"machine\":\"%s\",\"time\":\"%s\",\"action\":\"%s\"%s}",
        words[0],
        instant,
        words[2],
        Arrays.stream(fields).map(field -> "," + field).collect(Collectors.joining()));
  }

  /** An event as it is after all steps before the grouping. */
  public static Event event(String event) {
    String[] words = event.split(" ", -1);
    byte[] json = json(event).getBytes(UTF_8);
    boolean opening = words[2].equals("start");
    return new Event(words[0], json, millis(words[1]), opening, words[2], json);
  }

  /** Events with the records that they come from. */
  public static List<SourcedEvent> sourced(String... events) {
    return Arrays.stream(events)
        .map(event -> new SourcedEvent(event(event), record(json(event))))
        .toList();
  }

  /** The same as a batch without rejected records. */
  public static RecordBatch<SourcedEvent> batch(String... events) {
    return RecordBatch.of(sourced(events));
  }

  /** Events of one machine in order, as {@code "a 10:00 start, 10:10 view"}. */
  public static String text(List<Event> events) {
    String machines = events.stream().map(Event::machine).distinct().collect(Collectors.joining());
    return events.stream()
        .sorted(Event.ORDER)
        .map(event -> time(event.millis()) + " " + event.action())
        .collect(Collectors.joining(", ", machines + " ", ""));
  }

  /** A rejected record, as {@code "blank_field action at validate: "} and the record's text. */
  public static String text(RejectedRecord rejected) {
    return rejected.reason().code()
        + (rejected.field() == null ? "" : " " + rejected.field())
        + " at "
        + rejected.stage().code()
        + ": "
        + text(rejected.record());
  }

  /** A record's text. */
  public static String text(RawRecord record) {
    return new String(record.bytes(), UTF_8);
  }
}
