package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.deliver.DestinationCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Checks after a run of {@link IsolationDemo} where every event is, for each destination. */
final class DeliveredEvents {
  private final IsolationSettings settings;
  private final DeliveryTimes times;
  private final FiveDestinations destinations;
  private final Path output;

  DeliveredEvents(
      IsolationSettings settings, DeliveryTimes times, FiveDestinations destinations, Path output) {
    this.settings = settings;
    this.times = times;
    this.destinations = destinations;
    this.output = output;
  }

  /**
   * Requires that the account adds up, that the healthy destinations have every event, that the
   * queue of a dead one has every event, and that of the others no event is missing.
   */
  void requireAll(Deliveries deliveries, boolean ill) throws IOException {
    assertThat(deliveries.table(false), deliveries.addUp(false), is(true));
    for (String name : FiveDestinations.ALL) {
      DestinationCounts counts = Objects.requireNonNull(deliveries.destinations().get(name));
      EventSet letters = destinations.letters(name);
      EventSet undelivered = undelivered(name);
      requireAccount(name, counts, letters, undelivered);
      if (ill && name.equals(FiveDestinations.DEAD)) {
        requireNoneMissing(name + ": in its queue", name, letters::has);
      } else if (!ill || FiveDestinations.HEALTHY.contains(name)) {
        requireNoneMissing(name + ": received", name, event -> times.has(name, event));
        assertThat(name, counts.delivered(), is(counts.routed()));
      } else {
        requireNoneMissing(
            name + ": somewhere",
            name,
            event -> times.has(name, event) || letters.has(event) || undelivered.has(event));
        assertThat(name, letters.events(), is(greaterThan(0)));
      }
    }
  }

  private EventSet undelivered(String name) throws IOException {
    EventSet events = new EventSet();
    for (String line : CommandRun.lines(output, "undelivered")) {
      if (line.startsWith("{\"destination\":\"" + name + "\"")) {
        events.add(line);
      }
    }
    return events;
  }

  /**
   * A letter may be in the queue twice, or also be a line: if the queue took it and did not answer
   * in time.
   */
  private void requireAccount(
      String name, DestinationCounts counts, EventSet letters, EventSet undelivered) {
    assertThat(name + ": routed", counts.routed(), is(wanted(name).count()));
    assertThat(name + ": waiting", counts.waiting(), is(0L));
    assertThat(
        name + ": dead letters",
        (long) letters.events(),
        is(greaterThanOrEqualTo(counts.deadLettered())));
    assertThat(name + ": lines", (long) undelivered.events(), is(counts.undelivered()));
  }

  private void requireNoneMissing(String where, String name, IntPredicate isThere) {
    List<Integer> missing =
        wanted(name).filter(event -> !isThere.test(event)).limit(5).boxed().toList();
    assertThat(where + ", and not: ", missing, is(empty()));
  }

  private IntStream wanted(String name) {
    return IntStream.range(0, settings.events()).filter(event -> destinations.wants(name, event));
  }
}
