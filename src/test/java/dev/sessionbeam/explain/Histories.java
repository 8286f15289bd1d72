package dev.sessionbeam.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Records of random machines: steps around the gap, events at one instant, opening events,
 * duplicates that differ, records that are rejected or filtered.
 */
final class Histories {
  static final long SEED = Long.getLong("explain.seed", 24);
  static final long ZERO = Instant.parse("2017-02-05T00:00:00Z").toEpochMilli();

  private record Sent(RawRecord record, long millis) {}

  private final Random random;
  private final List<Sent> sent = new ArrayList<>();

  /**
   * Makes histories.
   *
   * @param salt makes them others than those of another test
   */
  Histories(long salt, int machines) {
    random = new Random(SEED * 1_000_003 + salt);
    for (int machine = 0; machine < machines; machine++) {
      history("m" + machine);
    }
  }

  private void history(String machine) {
    long millis = 1_000L + random.nextInt(100);
    int length = 1 + random.nextInt(24);
    // The cap needs machines that never pause and seldom open.
    boolean isRobot = random.nextInt(3) == 0;
    for (int i = 0; i < length; i++) {
      millis +=
          isRobot
              ? 20 + random.nextInt(10)
              : switch (random.nextInt(12)) {
                case 0, 1, 2 -> 0;
                case 3, 4, 5 -> 29 + random.nextInt(3);
                case 6 -> random.nextInt(150);
                default -> 1 + random.nextInt(28);
              };
      String id = (random.nextBoolean() ? "b" : "a") + i;
      String action = random.nextInt(isRobot ? 30 : 5) == 0 ? "start" : "view";
      send(machine, millis, id, action, "5");
      if (random.nextInt(8) == 0) {
        send(machine, millis, id, random.nextBoolean() ? "start" : "view", "1");
      }
      if (random.nextInt(12) == 0) {
        send(machine, millis + 1, id, random.nextBoolean() ? "ping" : " ", "5");
      }
    }
  }

  private void send(String machine, long millis, String id, String action, String copy) {
    String text =
        String.format(
            Locale.ROOT,
            "{\"copy\":%s,\"id\":\"%s\",\"m\":\"%s\",\"t\":%d,\"a\":\"%s\"}",
            copy,
            id,
            machine,
            ZERO + millis,
            action);
    sent.add(
        new Sent(
            new RawRecord(text.getBytes(UTF_8), new FileOrigin("histories", sent.size())),
            ZERO + millis));
  }

  /** The records in any order. */
  List<RawRecord> records() {
    List<RawRecord> records = new ArrayList<>(sent.stream().map(Sent::record).toList());
    Collections.shuffle(records, random);
    return records;
  }

  /** The records in the order of their times, with some disorder. */
  List<RawRecord> arrivals() {
    return sent.stream()
        .map(one -> new Sent(one.record(), one.millis() + random.nextInt(100)))
        .sorted(Comparator.comparingLong(Sent::millis))
        .map(Sent::record)
        .toList();
  }

  /** The earliest time of some of the records, in milliseconds since the epoch. */
  long earliest(List<RawRecord> records) {
    return records.stream()
        .mapToLong(record -> sent.get((int) ((FileOrigin) record.origin()).offset()).millis())
        .min()
        .orElseThrow();
  }

  /** The definition of the records. */
  static Definition definition(long cap) {
    String yaml =
        String.format(
            Locale.ROOT,
            """
            name: histories
            event:
              id: id
              machine: m
              time: {field: t, format: epoch_millis}
              action: a
            clean: [{when: id.startsWith('b'), upper: id}]
            filter: {keep: a != 'ping'}
            enrich: {ms: instant.getMilliseconds()}
            session:
              gap: 30ms
              opening: a == 'start'
              max_duration: %dms
            """,
            cap);
    try {
      return DefinitionReader.read(yaml, Path.of(""));
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException(e);
    }
  }
}
