package dev.sessionbeam.bench.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order of the events, the current sessions are in the end those of all events that
 * were not late.
 */
class RandomRevisionsTest {
  private static final int HISTORIES = 2_000;
  private static final long START = 1_486_252_800_000L;
  private static final long GAP = SessionRule.GAP;
  private static final long LATENESS = Duration.ofDays(1).toMillis();
  private static final long[] PAUSES = {0, 60_000, GAP / 2, GAP - 1, GAP, GAP + 1, 10 * GAP};

  /** An event and when it comes. */
  private record Arrival(long at, NitroEvent event) {}

  /** The highest revision that has a session or replaces it, and the session if the line has it. */
  private record Line(int revision, List<NitroEvent> events) {}

  /** A machine's state, as the function of Flink keeps it, and what a reader of its files sees. */
  private static final class Stream {
    private final TreeMap<Long, WrittenSession> written = new TreeMap<>();
    private final TreeMap<Long, Line> lines = new TreeMap<>();
    private final List<NitroEvent> counted = new ArrayList<>();
    private List<NitroEvent> waiting = new ArrayList<>();
    private long reach = SessionUpdate.NOTHING_WRITTEN;
    private long watermark = Long.MIN_VALUE;
    private int revisions;

    private void add(NitroEvent event) {
      if (event.millis + LATENESS > watermark) {
        counted.add(event);
        waiting.add(event);
      }
    }

    private void advance(long to) {
      watermark = Math.max(watermark, to);
      long first = waiting.stream().mapToLong(event -> event.millis).min().orElse(Long.MAX_VALUE);
      SessionUpdate update =
          SessionUpdate.of(
              first < reach ? List.copyOf(written.values()) : List.of(), waiting, reach, watermark);
      update.replaced().forEach(old -> written.remove(old.start()));
      update.toWrite().forEach(this::write);
      waiting = new ArrayList<>(update.waiting());
      reach = update.reach();
      written.values().removeIf(old -> old.end() + GAP - 1 + LATENESS <= watermark);
    }

    private void write(WrittenSession session) {
      written.put(session.start(), session);
      revisions += session.revision > 0 ? 1 : 0;
      put(session.start(), new Line(session.revision, List.of(session.events)));
      for (long replaced : session.replacedStarts) {
        put(replaced, new Line(session.revision, List.of()));
      }
    }

    private void put(long start, Line line) {
      Line known = lines.put(start, line);
      if (known != null) {
        assertThat(
            "later lines have higher revisions", line.revision(), greaterThan(known.revision()));
      }
    }

    private List<List<NitroEvent>> current() {
      return lines.values().stream().map(Line::events).filter(events -> !events.isEmpty()).toList();
    }
  }

  @Test
  void theCurrentSessionsAreThoseOfAllEventsInTime() {
    int revisions = 0;
    int late = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Arrival> arrivals = arrivals(random);
      Stream stream = play(arrivals, random);
      List<List<NitroEvent>> expected =
          SessionRule.cut(SessionRule.sortedWithoutDuplicates(stream.counted));
      assertThat("seed " + seed, text(stream.current()), is(text(expected)));
      revisions += stream.revisions;
      late += arrivals.size() - stream.counted.size();
    }
    assertThat("sessions written again", revisions, greaterThan(HISTORIES));
    assertThat("late events", late, greaterThan(HISTORIES / 10));
  }

  /** A session in a line: the milliseconds of its events since the first possible one. */
  private static String text(List<List<NitroEvent>> sessions) {
    return sessions.stream()
        .map(
            session ->
                session.stream()
                    .map(event -> (event.opening ? "start " : "") + (event.millis - START))
                    .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("\n"));
  }

  private static List<Arrival> arrivals(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    long millis = START + random.nextInt((int) LATENESS);
    int events = 1 + random.nextInt(60);
    // A robot does not pause: max duration cuts it.
    boolean robot = random.nextInt(4) == 0;
    for (int i = 0; i < events; i++) {
      millis += robot ? 1 + random.nextInt((int) GAP - 1) : PAUSES[random.nextInt(PAUSES.length)];
      NitroEvent event = NitroEvents.of(millis, random.nextInt(5) == 0);
      arrivals.add(new Arrival(millis + delay(random), event));
      if (random.nextInt(10) == 0) {
        arrivals.add(new Arrival(millis + delay(random), event));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    return arrivals;
  }

  private static long delay(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> (long) (random.nextDouble() * 1.5 * LATENESS);
      case 1, 2 -> random.nextInt((int) GAP * 3);
      default -> random.nextInt(120_000);
    };
  }

  private static Stream play(List<Arrival> arrivals, Random random) {
    Stream stream = new Stream();
    long latest = Long.MIN_VALUE + 120_000;
    for (Arrival arrival : arrivals) {
      stream.add(arrival.event());
      latest = Math.max(latest, arrival.event().millis);
      if (random.nextInt(3) == 0) {
        stream.advance(latest - 120_000 - 1);
      }
    }
    stream.advance(Long.MAX_VALUE);
    return stream;
  }
}
