package dev.sessionbeam;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.prepare.EnrichEvents;
import dev.sessionbeam.prepare.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The valid records of {@code testdata/nitro/raw}, and the events that the first steps make of
 * them.
 */
public final class Sample {
  private static final Path RAW = Path.of("testdata/nitro/raw");

  private final Definition definition;
  private final List<RawRecord> records = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  private Sample(Definition definition) {
    this.definition = definition;
  }

  /** Reads the sample. The working directory must be the project's folder. */
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

  /** Turns a record into an event: all steps before the packing. */
  static Rule<RawRecord, Event> prepare(Definition definition) {
    Rule<RawRecord, TimedEvent> time = RecordTimes.rule(definition);
    Rule<TimedEvent, SourcedEvent> enrich = EnrichEvents.rule(definition);
    return record -> enrich.apply(time.apply(record)).event();
  }

  private void add(Path file, Rule<RawRecord, Event> prepare) throws IOException {
    Origin origin = new FileOrigin(file.toString(), 0);
    // This charset has one character for each byte.
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      RawRecord record = new RawRecord(line.getBytes(StandardCharsets.ISO_8859_1), origin);
      try {
        events.add(prepare.apply(record));
        records.add(record);
      } catch (RecordRejectedException e) {
        // The record is not valid.
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

  /** Returns items one after the other, and begins again after the last one. */
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
