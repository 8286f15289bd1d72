package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares random streams with the sequential rule: random histories of several machines, in random
 * order, with random steps of the watermark. A failure names its seed. {@code -Dstream.seed=…} runs
 * that seed alone, and {@code -Dstream.cases=…} sets the number of streams.
 */
@Execution(ExecutionMode.CONCURRENT)
class StreamProperties {
  private static final long GAP = StreamStory.GAP;

  static LongStream seeds() {
    Long one = Long.getLong("stream.seed");
    return one == null
        ? LongStream.range(0, Integer.getInteger("stream.cases", 8))
        : LongStream.of(one);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void withinTheBoundTheSessionsAreThoseOfTheRuleOnDirect(long seed) {
    requireTheRule(new Case(seed, 4, true), StreamStory::onDirect);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void withinTheBoundTheSessionsAreThoseOfTheRuleOnFlink(long seed) {
    requireTheRule(new Case(seed, 12, true), story -> story.onFlink(2));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void beyondTheBoundOnlyLateEventsAreMissingOnDirect(long seed) {
    requireTheRule(new Case(seed, 4, false), StreamStory::onDirect);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void beyondTheBoundOnlyLateEventsAreMissingOnFlink(long seed) {
    requireTheRule(new Case(seed, 12, false), story -> story.onFlink(1 + (int) (seed % 2)));
  }

  private static void requireTheRule(Case generated, Function<StreamStory, Outcome> run) {
    Outcome outcome = run.apply(generated.story().groupedBy(generated.grouping()));
    assertThat(generated + ", dropped by Beam", outcome.dropped(), is(0L));
    assertThat(generated + ", missing from the ledger", outcome.missing(), is(0L));
    if (generated.withinBound) {
      assertThat(generated + ", late", outcome.late(), is(List.of()));
    }
    if (generated.withinBound || generated.lateness == 0) {
      assertThat(generated + ", revised", outcome.revised(), is(0L));
    }
    List<String> late = new ArrayList<>(outcome.lateRecords());
    for (String machine : generated.machines()) {
      List<Event> onTime = new ArrayList<>();
      for (Event event : generated.events(machine)) {
        if (!late.remove(StreamStory.json(machine, event))) {
          onTime.add(event);
        }
      }
      assertThat(
          generated + ", " + machine,
          outcome.current(machine),
          is(SequentialRule.sessions(onTime, GAP, generated.cap)));
    }
    assertThat(generated + ", late but not in the stream", late, is(List.of()));
  }

  /** One stream, generated from a seed. Beam groups every second one. */
  static final class Case {
    private final long seed;
    private final boolean withinBound;
    private final Random random;
    private final long cap;
    private final long lateness;
    private final Map<String, List<Event>> histories = new HashMap<>();

    Case(long seed, int machines, boolean withinBound) {
      this.seed = seed;
      this.withinBound = withinBound;
      // Without this, neighbouring seeds would begin with similar numbers.
      this.random = new Random(seed * 1_000_003 + 17);
      random.nextInt();
      this.cap = List.of(0L, 60L, 120L, 240L).get(random.nextInt(4));
      this.lateness = List.of(0L, 20L, 50L, 300L).get(random.nextInt(4));
      for (int machine = 0; machine < machines; machine++) {
        histories.put("m" + machine, history());
      }
    }

    /**
     * Steps around the gap: ties, steps just below, at and above the gap, long pauses, and
     * duplicates.
     */
    private List<Event> history() {
      List<Event> events = new ArrayList<>();
      long millis = 1_000L + random.nextInt(100);
      int length = random.nextInt(25);
      for (int i = 0; i < length; i++) {
        millis +=
            switch (random.nextInt(12)) {
              case 0, 1, 2 -> 0;
              case 3, 4, 5 -> 29 + random.nextInt(3);
              case 6 -> random.nextInt(150);
              default -> 1 + random.nextInt(28);
            };
        String id = (random.nextBoolean() ? "b" : "a") + i;
        boolean opening = random.nextInt(5) == 0;
        events.add(Story.event(millis, id, opening, "\"5\""));
        if (random.nextInt(8) == 0) {
          events.add(
              Story.event(
                  millis, id, random.nextBoolean(), random.nextBoolean() ? "\"1\"" : "\"9\""));
        }
        if (random.nextInt(10) == 0) {
          events.add(events.get(random.nextInt(events.size())));
        }
      }
      return events;
    }

    List<String> machines() {
      return histories.keySet().stream().sorted().toList();
    }

    List<Event> events(String machine) {
      return histories.getOrDefault(machine, List.of());
    }

    private record Arrival(String machine, Event event, long at) {}

    SessionGrouping grouping() {
      return seed % 2 == 0 ? SessionGrouping.PACKED : SessionGrouping.BEAM;
    }

    StreamStory story() {
      int disorder = 1 + random.nextInt(150);
      List<Arrival> arrivals =
          machines().stream()
              .flatMap(
                  machine ->
                      events(machine).stream().map(event -> arrival(machine, event, disorder)))
              .sorted(Comparator.comparingLong(Arrival::at))
              .toList();
      StreamStory story = new StreamStory(cap, lateness);
      long watermark = 0;
      long seen = 0;
      for (int i = 0; i < arrivals.size(); i++) {
        Arrival arrival = arrivals.get(i);
        story.arrives(arrival.machine(), arrival.event());
        seen = Math.max(seen, arrival.event().millis());
        if (random.nextInt(4) == 0) {
          long next =
              withinBound
                  ? earliest(arrivals.subList(i + 1, arrivals.size()))
                  : seen + random.nextInt(100) - 80;
          if (next > watermark) {
            watermark = next;
            story.watermark(watermark);
          }
        }
      }
      return story;
    }

    private Arrival arrival(String machine, Event event, int disorder) {
      return new Arrival(machine, event, event.millis() + random.nextInt(disorder));
    }

    private static long earliest(List<Arrival> arrivals) {
      return arrivals.stream().mapToLong(a -> a.event().millis()).min().orElse(0);
    }

    @Override
    public String toString() {
      return "-Dstream.seed=" + seed + " (cap " + cap + ", lateness " + lateness + ")";
    }
  }
}
