package dev.sessionbeam.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Records of machines with one session each, all of them at the same time. The records look like
 * those of {@code pipelines/nitro.yaml}; the same seed makes the same ones.
 */
final class SampleSessions {
  /** The number of events of a session. */
  static final int EVENTS = 10;

  /** The time between two events of a session. It is much shorter than the gap. */
  private static final Duration STEP = Duration.ofMinutes(1);

  private static final List<String> ACTIONS = List.of("view", "edit", "save", "share", "print");

  private final Random random;

  SampleSessions(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Adds the sessions of new machines to a stream, in the order of time.
   *
   * @param start when the sessions start, in milliseconds since the epoch
   * @return the bytes of their records
   */
  long addTo(LiveStream stream, int machines, long start) {
    List<String> names = new ArrayList<>();
    for (int machine = 0; machine < machines; machine++) {
      names.add(uuid());
    }
    long bytes = 0;
    for (int event = 0; event < EVENTS; event++) {
      long time = start + event * STEP.toMillis();
      for (String machine : names) {
        byte[] record = record(machine, time + random.nextInt((int) STEP.toMillis() / 2));
        stream.add(machine, record);
        bytes += record.length;
      }
    }
    return bytes;
  }

  /** Adds an event of a machine of its own to each shard, which moves the watermark. */
  void addClock(LiveStream stream, long time) {
    for (int shard = 0; shard < stream.shards(); shard++) {
      stream.addTo(shard, record("clock-" + shard, time));
    }
  }

  /** Returns a record. */
  byte[] record(String machine, long time) {
    return String.format(
            Locale.ROOT,
            "{\"event_id\":\"%s\",\"timestamp\":%d,\"action\":\"%s\",\"machine_id\":\"%s\","
                + "\"build\":\"11.0.%d.%d\",\"os\":\"Windows 10\",\"document\":"
                + "{\"pages\":%d,\"bytes\":%d}}",
            uuid(),
            time,
            ACTIONS.get(random.nextInt(ACTIONS.size())),
            machine,
            random.nextInt(5),
            random.nextInt(200),
            1 + random.nextInt(200),
            random.nextInt(5_000_000))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
