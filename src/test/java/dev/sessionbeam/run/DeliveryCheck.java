package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.output.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what the destinations of a stream have got with what a batch run over the same events
 * and the stream's own lines of sessions say that they should get.
 */
final class DeliveryCheck {
  private final Path output;
  private final Path batch;
  private final List<DeliveryServers.Destination> destinations;
  private final List<DestinationArrivals> all = new ArrayList<>();

  /** How many dead letters there are, by destination, reason, first and last error. */
  private final Map<String, Integer> reasons = new TreeMap<>();

  /**
   * Takes everything out of the queue of dead letters.
   *
   * @param output of the stream, which has ended
   * @param batch the output of a batch run over the same events
   */
  DeliveryCheck(DeliveryServers servers, Path output, Path batch) throws IOException {
    this.output = output;
    this.batch = batch;
    this.destinations = servers.destinations();
    List<String> letters = servers.receiveLetters();
    List<String> undelivered = CommandRun.lines(output, "undelivered");
    destinations.forEach(to -> all.add(DestinationArrivals.of(to, letters, undelivered)));
    Stream.of(letters, undelivered)
        .flatMap(List::stream)
        .forEach(letter -> reasons.merge(reason(letter), 1, Integer::sum));
  }

  private static String reason(String letter) {
    JsonNode fields = Arrival.tree(letter);
    return Stream.of("destination", "reason", "first_error", "last_error")
        .map(field -> fields.path(field).asText())
        .collect(Collectors.joining(", "));
  }

  /**
   * Prints all numbers, and requires that all is as it should be.
   *
   * @param again keys of dead letters that must be in the queue at least twice
   */
  void require(List<String> again) throws Exception {
    all.forEach(arrivals -> System.out.println(arrivals.row()));
    reasons.forEach((reason, count) -> System.out.println(count + " dead letters of " + reason));
    requireSessionsOfBatch();
    List<String> sessions = CommandRun.lines(output, "sessions");
    long revisions = sessions.stream().filter(line -> revision(line) > 0).count();
    System.out.printf(
        Locale.ROOT, "%,d lines of sessions, %,d are revisions%n", sessions.size(), revisions);
    assertThat("revisions", revisions, is(greaterThan(0L)));
    JsonNode accounts =
        Arrival.tree(Files.readString(output.resolve("_summary.json"))).path("deliveries");
    for (int i = 0; i < all.size(); i++) {
      DeliveryServers.Destination to = destinations.get(i);
      List<String> expected = to.hasSessions() ? sessions : events(to.actions());
      all.get(i).requireExactly(expected);
      // Each once, however often the job was killed.
      int routed = accounts.path(to.name()).path("routed").asInt();
      assertThat(to.name() + ", routed", routed, is(expected.size()));
      if (to.hasSessions()) {
        requireKeys(to.name(), all.get(i), sessions);
      }
    }
    for (String key : again) {
      long times = all.stream().mapToLong(arrivals -> arrivals.timesInQueue(key)).sum();
      assertThat("a dead letter whose sender was killed", times, is(greaterThan(1L)));
    }
  }

  private void requireSessionsOfBatch() throws Exception {
    assertThat("late", CommandRun.lines(output, "late"), is(empty()));
    try (DuckDb duckDb = DuckDb.over(output)) {
      boolean same = duckDb.currentSessions().equals(CommandRun.lines(batch, "sessions"));
      assertThat("the current sessions are those of batch", same, is(true));
    }
  }

  /** The events with some actions, without the fields of their sessions. */
  private List<String> events(List<String> actions) throws IOException {
    List<String> events =
        CommandRun.lines(batch, "events").stream()
            .filter(line -> actions.contains(Arrival.tree(line).path("action").asText()))
            .map(line -> line.replaceFirst(",\"session_id\":[^{}]*}$", "}"))
            .toList();
    assertThat(events, is(not(empty())));
    return events;
  }

  /** Each line of a session has the key of its id and revision. */
  private static void requireKeys(
      String destination, DestinationArrivals arrivals, List<String> sessions) {
    Map<String, String> bodies = arrivals.bodies();
    for (String line : sessions) {
      String id = Arrival.tree(line).path("session_id").asText();
      Subject subject = new Subject(Source.SESSIONS, "", id, revision(line));
      String key = new Delivery(destination, "", subject, new byte[0]).key().toString();
      assertThat(destination + ", key of a session", bodies.get(key), is(line));
    }
  }

  private static int revision(String line) {
    return Arrival.tree(line).path("revision").asInt();
  }
}
