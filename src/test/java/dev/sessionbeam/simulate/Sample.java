package dev.sessionbeam.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds a simulation in memory and reads it back, with a reader that knows only the contract. */
final class Sample {
  static final Simulation USUAL =
      new Simulation(
          20_000,
          300,
          7,
          1,
          Duration.ofMinutes(2),
          0.01,
          0.005,
          Instant.parse("2017-02-05T00:00:00Z"),
          Duration.ofDays(1));

  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long TOO_LATE = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A valid event after cleaning. */
  record Told(String machine, String id, long instant, String action, String build, String json) {
    boolean opens() {
      return action.equals("start");
    }

    List<Object> key() {
      return List.of(machine, id, instant);
    }
  }

  private Sample() {}

  /** All records, in order of arrival. */
  static List<byte[]> records(Simulation settings) {
    List<byte[]> records = new ArrayList<>();
    try {
      Simulator.run(settings, arrival -> records.add(arrival.record()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  /** The valid events, in order of arrival. */
  static List<Told> events(Simulation settings) {
    return records(settings).stream().map(Sample::read).flatMap(Optional::stream).toList();
  }

  /** The events of each machine without duplicates, in the order in which they happened. */
  static Map<String, List<Told>> stories(Simulation settings) {
    Map<List<Object>, Told> distinct = new LinkedHashMap<>();
    events(settings).forEach(event -> distinct.putIfAbsent(event.key(), event));
    Map<String, List<Told>> stories = new LinkedHashMap<>();
    distinct.values().stream()
        .sorted(Comparator.comparingLong(Told::instant).thenComparing(event -> !event.opens()))
        .forEach(
            event -> stories.computeIfAbsent(event.machine(), m -> new ArrayList<>()).add(event));
    return stories;
  }

  /** The event that a record holds, if it is valid. */
  static Optional<Told> read(byte[] record) {
    String json;
    JsonNode node;
    try {
      json = UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
      node = STRICT.readTree(json);
    } catch (IOException e) {
      return Optional.empty();
    }
    for (String field : List.of("event_id", "machine_id", "action")) {
      if (!node.path(field).isTextual() || node.path(field).textValue().isBlank()) {
        return Optional.empty();
      }
    }
    String build = node.path("build").asText();
    long time = node.path("timestamp").asLong();
    long instant = build.startsWith("9.0.") ? time * 1000 : time;
    if (!node.path("timestamp").isIntegralNumber() || instant < EARLIEST || instant >= TOO_LATE) {
      return Optional.empty();
    }
    String action = node.path("action").textValue();
    return Optional.of(
        new Told(
            node.path("machine_id").textValue(),
            node.path("event_id").textValue(),
            instant,
            build.startsWith("9.0.4.") ? action.trim().toLowerCase(Locale.ROOT) : action,
            build,
            json));
  }

  static Simulation with(long events, int machines) {
    return new Simulation(
        events,
        machines,
        USUAL.seed(),
        USUAL.files(),
        USUAL.disorder(),
        USUAL.duplicates(),
        USUAL.invalid(),
        USUAL.start(),
        USUAL.ramp());
  }

  static Simulation with(Duration disorder, double duplicates, double invalid) {
    return new Simulation(
        USUAL.events(),
        USUAL.machines(),
        USUAL.seed(),
        USUAL.files(),
        disorder,
        duplicates,
        invalid,
        USUAL.start(),
        USUAL.ramp());
  }

  static Simulation withSeed(long seed) {
    return new Simulation(
        USUAL.events(),
        USUAL.machines(),
        seed,
        USUAL.files(),
        USUAL.disorder(),
        USUAL.duplicates(),
        USUAL.invalid(),
        USUAL.start(),
        USUAL.ramp());
  }
}
