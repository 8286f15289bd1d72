package dev.sessionbeam.deliver;

import static dev.sessionbeam.deliver.Deliveries.event;
import static dev.sessionbeam.deliver.Deliveries.session;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.TestRunners;
import dev.sessionbeam.deliver.message.DeadLetterJson;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Deliveries of a stream, over real connections. */
class DeliverTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration OFTEN = Duration.ofMillis(200);

  @TempDir private Path folder;
  private HttpPeer peer;

  private enum Runner {
    DIRECT,
    FLINK
  }

  @BeforeEach
  void startPeer() throws IOException {
    peer = HttpPeer.start();
  }

  @AfterEach
  void stopPeer() {
    peer.close();
  }

  private DeliveringJob start(Runner runner, Duration drain, Route... routes) throws IOException {
    TestRunners.assumeUsed(runner == Runner.DIRECT);
    return runner == Runner.DIRECT
        ? DeliveringJob.onDirect(drain, List.of(routes))
        : DeliveringJob.onFlink(drain, OFTEN, folder, List.of(routes));
  }

  /**
   * Starts a job that is stopped. If a stop meets a checkpoint that is under way, Flink 1.19 may
   * fail to stop, so there are no checkpoints.
   */
  private DeliveringJob startToStop(Route... routes) throws IOException {
    TestRunners.assumeUsed(false);
    return DeliveringJob.onFlink(LONG, Duration.ofHours(1), folder, List.of(routes));
  }

  private Route route(String name, int attempts) {
    return route(name, peer.uri("/" + name), attempts, Duration.ofMillis(50), LONG);
  }

  private static Route route(String name, URI url, int attempts, Duration delay, Duration timeout) {
    return new Route(
        name,
        null,
        url,
        Source.EVENTS,
        Set.of(),
        null,
        null,
        null,
        new RetrySettings(attempts, delay, LONG),
        timeout,
        Route.DEFAULT_IN_FLIGHT,
        0,
        null,
        null,
        null);
  }

  private static Delivery[] events(String destination, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> event(destination, "e" + i))
        .toArray(Delivery[]::new);
  }

  private static Set<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "e" + i).collect(toSet());
  }

  private Set<String> received(String name) {
    return peer.requests("/" + name).stream().map(ReceivedRequest::text).collect(toSet());
  }

  private static DestinationCounts of(Map<String, DestinationCounts> counts, String name) {
    return Objects.requireNonNull(counts.get(name), name);
  }

  private static DestinationCounts delivered(int number, int retries) {
    return new DestinationCounts(number, number, 0, 0, 0, retries);
  }

  @ParameterizedTest
  @EnumSource
  void aDeadAndAHangingDestinationHoldNeitherAHealthyOneNorTheWatermark(Runner runner)
      throws Exception {
    peer.behave("/hanging", HttpBehavior.silent());
    DeliveringJob job =
        start(
            runner,
            Duration.ofSeconds(2),
            route("healthy", 5),
            route("dead", HttpPeer.nowhere(), 100, LONG, LONG),
            route("hanging", 5));
    job.script.give(events("dead", 0, 20));
    job.script.give(events("hanging", 20, 40));
    job.script.give(events("healthy", 40, 60));
    job.await(() -> received("healthy").equals(ids(40, 60)));
    job.await(() -> peer.requests("/hanging").size() == 20);
    job.script.advance(Instant.ofEpochMilli(200_000));
    job.script.give(events("healthy", 60, 61));
    job.script.advance(Instant.ofEpochMilli(400_000));
    job.await(() -> new TreeSet<>(job.closed).containsAll(ids(0, 61)));
    job.await(() -> received("healthy").equals(ids(40, 61)));

    Map<String, DestinationCounts> counts = job.end();
    assertThat(counts.get("healthy"), is(delivered(21, 0)));
    // The end does not wait for the delay: it tries once more.
    assertThat(counts.get("dead"), is(new DestinationCounts(20, 0, 0, 20, 0, 20)));
    assertThat(counts.get("hanging"), is(new DestinationCounts(20, 0, 0, 20, 0, 0)));
    assertThat(
        job.undelivered(),
        is(IntStream.range(0, 40).mapToObj(i -> "e" + i + " stopped").sorted().toList()));
  }

  @ParameterizedTest
  @EnumSource
  void aDestinationThatFailsForAWhileGetsEverythingInTheEnd(Runner runner) throws Exception {
    peer.behave("/crm", HttpBehavior.failingFirstAttempts());
    peer.behave(
        "/mail", HttpBehavior.first(1, HttpBehavior.tooManyRequests("1"), HttpBehavior.ok()));
    DeliveringJob job = start(runner, LONG, route("crm", 3), route("mail", 3));
    job.script.give(events("crm", 0, 20));
    job.script.give(events("mail", 20, 21));
    job.await(() -> peer.requests("/crm").size() == 40);
    List<ReceivedRequest> mails = peer.await("/mail", 2);
    assertThat(
        Duration.between(mails.get(0).at(), mails.get(1).at()),
        is(greaterThanOrEqualTo(Duration.ofSeconds(1))));
    Map<String, DestinationCounts> counts = job.end();
    assertThat(counts, is(Map.of("crm", delivered(20, 20), "mail", delivered(1, 1))));
    assertThat(received("crm"), is(ids(0, 20)));
    assertThat(job.undelivered(), is(empty()));
  }

  @ParameterizedTest
  @EnumSource
  void atTheEndWhatWaitsIsSentAndTheLastSessionToo(Runner runner) throws Exception {
    peer.behave("/crm", HttpBehavior.failingFirstAttempts());
    peer.behave("/no", HttpBehavior.status(400, "never"));
    DeliveringJob job =
        start(
            runner,
            LONG,
            route("crm", peer.uri("/crm"), 3, Duration.ofMillis(300), LONG),
            route("no", 3),
            route("dead", HttpPeer.nowhere(), 2, Duration.ofMillis(10), LONG));
    job.script.give(events("crm", 0, 200));
    job.script.give(events("no", 200, 201));
    job.script.give(events("dead", 201, 202));
    job.script.give(session("crm", "s"));
    Map<String, DestinationCounts> counts = job.end();
    Set<String> all = new TreeSet<>(ids(0, 200));
    all.add("s");
    assertThat(received("crm"), is(all));
    assertThat(counts.get("crm"), is(delivered(201, 201)));
    assertThat(counts.get("no"), is(new DestinationCounts(1, 0, 0, 1, 0, 0)));
    assertThat(counts.get("dead"), is(new DestinationCounts(1, 0, 0, 1, 0, 1)));
    assertThat(job.undelivered(), contains("e200 refused", "e201 retries_exhausted"));
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitsForARemovedDestinationIsDeadAndChangedSettingsHoldForWhatWaits(Runner runner)
      throws Exception {
    DeliveringJob job =
        start(
            runner,
            LONG,
            route("gone", peer.uri("/broken"), 9, Duration.ofMillis(300), LONG),
            route("moved", peer.uri("/broken"), 9, Duration.ofMillis(300), LONG));
    peer.behave("/broken", HttpBehavior.status(500, "broken"));
    job.script.give(events("gone", 0, 10));
    job.script.give(events("moved", 10, 20));
    peer.await("/broken", 20);
    job.setRoutes(route("moved", 9));
    job.await(() -> job.undelivered.size() == 10);
    job.await(() -> received("moved").equals(ids(10, 20)));
    Map<String, DestinationCounts> counts = job.end();
    assertThat(
        job.undelivered(),
        is(
            IntStream.range(0, 10)
                .mapToObj(i -> "e" + i + " destination_removed")
                .sorted()
                .toList()));
    assertThat(of(counts, "gone").undelivered(), is(10L));
    assertThat(of(counts, "moved").delivered(), is(10L));
  }

  @ParameterizedTest
  @EnumSource
  void deadLettersAreInTheQueueOfTheirDestinationOrUndelivered(Runner runner) throws Exception {
    SqsPeer.SETTINGS.forEach(System::setProperty);
    try (SqsPeer sqs = SqsPeer.start(folder)) {
      SqsPeer.Queue destination = sqs.queue("orders");
      SqsPeer.Queue failed = sqs.queue("failed");
      DeliveringJob job =
          start(
              runner,
              LONG,
              sqs("orders", destination.arn(), sqs.endpoint(), failed.arn()),
              sqs("dead", SqsPeer.arn("missing"), sqs.endpoint(), failed.arn()),
              sqs("lost", SqsPeer.arn("missing"), sqs.endpoint(), SqsPeer.arn("gone")));
      job.script.give(events("orders", 0, 50));
      job.script.give(events("dead", 50, 70));
      job.script.give(events("lost", 70, 80));
      job.await(() -> sqs.count(destination) == 50 && sqs.count(failed) == 20);
      Map<String, DestinationCounts> counts = job.end();
      assertThat(of(counts, "orders").delivered(), is(50L));
      assertThat(of(counts, "dead").deadLettered(), is(20L));
      assertThat(of(counts, "lost").undelivered(), is(10L));
      assertThat(
          sqs.receiveAll(destination).stream().map(Message::body).collect(toSet()), is(ids(0, 50)));
      assertThat(
          sqs.receiveAll(failed).stream()
              .map(message -> DeadLetterJson.read(message.body().getBytes(UTF_8)))
              .map(letter -> letter.orElseThrow().delivery())
              .map(Deliveries::body)
              .collect(toSet()),
          is(ids(50, 70)));
      assertThat(job.undelivered.size(), is(10));
    } finally {
      SqsPeer.SETTINGS.keySet().forEach(System::clearProperty);
    }
  }

  private static Route sqs(String name, String arn, URI endpoint, String deadLetter) {
    return new Route(
        name,
        arn,
        null,
        Source.EVENTS,
        Set.of(),
        null,
        null,
        null,
        new RetrySettings(2, Duration.ofMillis(20), LONG),
        Duration.ofSeconds(20),
        Route.DEFAULT_IN_FLIGHT,
        0,
        null,
        endpoint,
        deadLetter);
  }

  @Test
  void afterARestartNothingIsMissingAndTheCountsAreRight() throws Exception {
    peer.behave("/slow", HttpBehavior.slow(Duration.ofMillis(50)));
    HttpBehavior.Held held = HttpBehavior.held();
    peer.behave("/held", held);
    DeliveringJob job =
        start(
            Runner.FLINK,
            LONG,
            route("slow", 3),
            route("held", 3),
            route("dead", HttpPeer.nowhere(), 3, Duration.ofMillis(10), LONG));
    job.script.give(events("slow", 0, 100));
    job.script.give(events("dead", 100, 110));
    job.script.give(events("held", 110, 120));
    job.await(() -> job.script.checkpointed() == 120 && job.undelivered.size() == 10);
    peer.await("/held", 10);
    job.script.give(events("slow", 120, 200));
    job.script.give(event("slow", DeliveringJob.FAIL));
    job.script.give(events("dead", 200, 210));
    job.await(() -> job.script.starts() > 1);
    // The calls that had no answer are made again.
    peer.await("/held", 20);
    held.release();
    Map<String, DestinationCounts> counts = job.end();

    Set<String> slow = new TreeSet<>(ids(0, 100));
    slow.addAll(ids(120, 200));
    assertThat(received("slow"), is(slow));
    assertThat(of(counts, "slow").toString(), of(counts, "slow").addsUp(), is(true));
    assertThat(of(counts, "slow").delivered(), is(180L));
    assertThat(counts.get("held"), is(delivered(10, 0)));
    assertThat(of(counts, "dead").routed(), is(20L));
    assertThat(of(counts, "dead").undelivered(), is(20L));
    assertThat(of(counts, "dead").waiting(), is(0L));
  }

  /** A restart before a checkpoint may compute another session under the same key. */
  @Test
  void allCopiesOfASessionHaveTheSameBytes() throws Exception {
    TestRunners.assumeUsed(false);
    DeliveringJob job =
        DeliveringJob.onFlink(
            LONG, Duration.ofSeconds(2), folder, List.of(route("crm", 3), route("probe", 3)));
    job.script.give(event("probe", "e0"));
    job.await(() -> job.script.checkpointed() == 1);
    job.script.give(session("crm", "s of " + DeliveringJob.ATTEMPT));
    job.script.give(event("probe", "e1"));
    peer.await("/probe", 2);
    job.script.give(event("probe", DeliveringJob.FAIL));
    job.await(() -> job.script.starts() > 1);
    peer.await("/crm", 1);
    job.script.give(session("crm", "t"));
    peer.await("/crm", 2);
    Map<String, DestinationCounts> counts = job.end();
    Map<String, Set<String>> bodies =
        peer.requests("/crm").stream()
            .collect(
                toMap(
                    request -> Objects.requireNonNull(request.header("Idempotency-Key")),
                    request -> Set.of(request.text()),
                    (some, more) -> {
                      Set<String> all = new TreeSet<>(some);
                      all.addAll(more);
                      return all;
                    }));
    assertThat(bodies.toString(), bodies.values().stream().allMatch(all -> all.size() == 1));
    assertThat(bodies.size(), is(2));
    assertThat(counts.get("crm"), is(delivered(2, 0)));
  }

  @Test
  void aStopWithASavepointKeepsWhatWaitsAndAResumedJobSendsIt() throws Exception {
    Path savepoints = folder.resolve("savepoints");
    HttpBehavior.Held held = HttpBehavior.held();
    peer.behave("/held", held);
    DeliveringJob job = startToStop(route("held", 3), route("crm", 3));
    job.script.give(events("held", 0, 10));
    job.script.give(events("crm", 10, 20));
    peer.await("/held", 10);
    job.await(() -> received("crm").equals(ids(10, 20)));
    Map<String, DestinationCounts> stopped = job.stop(/* drain= */ false, savepoints);
    assertThat(job.undelivered(), is(empty()));
    assertThat(of(stopped, "held").waiting(), is(10L));
    held.release();
    job.resume(LONG, OFTEN, folder, savepoints);
    peer.await("/held", 20);
    job.script.give(events("crm", 20, 30));
    job.await(() -> received("crm").equals(ids(10, 30)));
    Map<String, DestinationCounts> counts = job.end();
    assertThat(counts, is(Map.of("held", delivered(10, 0), "crm", delivered(20, 0))));
  }

  @Test
  void aStopWithDrainSendsWhatWaits() throws Exception {
    peer.behave("/crm", HttpBehavior.failingFirstAttempts());
    DeliveringJob job =
        startToStop(
            route("crm", peer.uri("/crm"), 3, Duration.ofSeconds(2), LONG),
            route("dead", HttpPeer.nowhere(), 1, LONG, LONG));
    job.script.give(events("crm", 0, 10));
    job.script.give(events("dead", 10, 20));
    job.script.give(session("crm", "s"));
    job.await(() -> received("crm").containsAll(ids(0, 10)));
    Map<String, DestinationCounts> counts = job.stop(true, folder.resolve("savepoints"));
    Set<String> all = new TreeSet<>(ids(0, 10));
    all.add("s");
    assertThat(received("crm"), is(all));
    assertThat(of(counts, "crm"), is(delivered(11, 11)));
    assertThat(of(counts, "dead"), is(new DestinationCounts(10, 0, 0, 10, 0, 0)));
  }
}
