package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Checks after a run of {@link IsolationDemo} where every event is, for each destination. */
final class DeliveredEvents {
  private final IsolationSettings settings;
  private final EventTimes times;
  private final FiveDestinations destinations;
  private final Path output;

  DeliveredEvents(
      IsolationSettings settings, EventTimes times, FiveDestinations destinations, Path output) {
    this.settings = settings;
    this.times = times;
    this.destinations = destinations;
    this.output = output;
  }

  /**
   * Requires that the account adds up, that the healthy destinations have every event, that the
   * queue of a dead one has every event, and that of the others no event is missing.
   */
  void requireAll(CommandRun run, boolean ill) throws IOException {
    assertThat(run.err(), run.status(), is(0));
    JsonNode summary =
        new ObjectMapper().readTree(output.resolve("_summary.json").toFile());
    assertThat("adds up", summary.path("deliveries_add_up").asBoolean(), is(true));
    for (String name : FiveDestinations.ALL) {
      JsonNode counts = summary.path("deliveries").path(name);
      EventSet letters = destinations.letters(name);
      EventSet undelivered = undelivered(name);
      requireAccount(name, counts, letters, undelivered);
      boolean isDead = ill && name.equals(FiveDestinations.DEAD);
      if (isDead) {
        requireNoneMissing(name + ": in its queue", name, letters::has);
        assertThat(name, counts.path("dead_lettered"), is(counts.path("routed")));
      } else if (!ill || FiveDestinations.HEALTHY.contains(name)) {
        requireNoneMissing(name + ": received", name, event -> times.has(name, event));
        assertThat(name, counts.path("delivered"), is(counts.path("routed")));
      } else {
        requireNoneMissing(
            name + ": somewhere",
            name,
            event -> times.has(name, event) || letters.has(event) || undelivered.has(event));
        assertThat(name, letters.letters(), is(greaterThan(0)));
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

  /** Nothing crashed, so no letter is there twice. */
  private void requireAccount(
      String name, JsonNode counts, EventSet letters, EventSet undelivered) {
    int delivered = counts.path("delivered").asInt();
    int deadLettered = counts.path("dead_lettered").asInt();
    assertThat(name + ": routed", counts.path("routed").asLong(), is(wanted(name).count()));
    assertThat(name + ": waiting", counts.path("waiting").asInt(-1), is(0));
    assertThat(name + ": dead-lettered", deadLettered, is(letters.letters()));
    assertThat(
        name + ": undelivered", counts.path("undelivered").asInt(), is(undelivered.letters()));
    assertThat(
        name + ": all",
        delivered + deadLettered + undelivered.letters(),
        is(counts.path("routed").asInt()));
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
