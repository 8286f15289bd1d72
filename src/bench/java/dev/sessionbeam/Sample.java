package dev.sessionbeam;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.enrich.EnrichEvents;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Refusal;
import dev.sessionbeam.failure.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The valid records of {@code testdata/nitro/raw}, and what the first steps make of them. */
public final class Sample {
  private static final Path RAW = Path.of("testdata/nitro/raw");

  private final Definition definition;
  private final List<RawRecord> records = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  private Sample(Definition definition) {
    this.definition = definition;
  }

  /** Reads it, from the project's folder. */
  public static Sample read() {
    try {
      Sample sample = new Sample(DefinitionReader.read(Path.of("pipelines/nitro.yaml")));
      Rule<RawRecord, Event> prepare = prepare(sample.definition);
      try (Stream<Path> files = Files.list(RAW)) {
        for (Path file : files.sorted().toList()) {
          sample.add(file, prepare);
        }
      }
      return sample;
    } catch (InvalidDefinitionException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The way of a record to an event: all of the steps before the packing. */
  static Rule<RawRecord, Event> prepare(Definition definition) {
    Rule<RawRecord, TimedEvent> time = RecordTimes.rule(definition);
    Rule<TimedEvent, SourcedEvent> enrich = EnrichEvents.rule(definition);
    return record -> enrich.apply(time.apply(record)).event();
  }

  private void add(Path file, Rule<RawRecord, Event> prepare) throws IOException {
    Origin origin = new FileOrigin(file.toString(), 0);
    // A character for each byte, whatever it is.
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      RawRecord record = new RawRecord(line.getBytes(StandardCharsets.ISO_8859_1), origin);
      try {
        events.add(prepare.apply(record));
        records.add(record);
      } catch (Refusal e) {
        // No event.
      }
    }
  }

  public Definition definition() {
    return definition;
  }

  List<RawRecord> records() {
    return records;
  }

  public List<Event> events() {
    return events;
  }

  /** The events of each machine. */
  public List<List<Event>> machines() {
    Map<String, List<Event>> machines = new LinkedHashMap<>();
    events.forEach(
        event -> machines.computeIfAbsent(event.machine(), none -> new ArrayList<>()).add(event));
    return List.copyOf(machines.values());
  }

  /** One after the other, and from the beginning again. */
  public static final class Cycle<T> {
    private final List<T> all;
    private int next;

    public Cycle(List<T> all) {
      this.all = List.copyOf(all);
    }

    public T next() {
      T item = all.get(next);
      next = next + 1 == all.size() ? 0 : next + 1;
      return item;
    }
  }
}
