package dev.sessionbeam.run;

import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Five webhooks on this machine, each with a queue for its dead letters. All of them are healthy,
 * or three are ill: one refuses connections, one fails half of the time, and one never answers.
 */
final class FiveDestinations implements AutoCloseable {
  static final List<String> HEALTHY = List.of("healthy-1", "healthy-2");
  static final String DEAD = "dead";
  static final String FAILING = "failing";
  static final String HANGING = "hanging";
  static final List<String> ALL = List.of("healthy-1", "healthy-2", DEAD, FAILING, HANGING);

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final boolean share;
  private final DeliveryTimes times;
  private final SqsPeer sqs;
  private final Map<String, SqsPeer.Queue> queues;

  /** Of the healthy ones, so that no other traffic reaches it. */
  private final HttpPeer healthy = HttpPeer.start(request -> {});

  private final HttpPeer others = HttpPeer.start(request -> {});
  private final HttpPeer dead = HttpPeer.start(request -> {});

  private FiveDestinations(boolean share, DeliveryTimes times, SqsPeer sqs) throws IOException {
    this.share = share;
    this.times = times;
    this.sqs = sqs;
    this.queues =
        ALL.stream()
            .collect(Collectors.toMap(Function.identity(), name -> sqs.queue(name + "-letters")));
  }

  /**
   * Starts all of them.
   *
   * @param ill whether three of them are ill
   * @param share whether each gets a fifth of the events, and not all events
   * @param times learns what each has received
   */
  static FiveDestinations start(boolean ill, boolean share, DeliveryTimes times, SqsPeer sqs)
      throws IOException {
    FiveDestinations all = new FiveDestinations(share, times, sqs);
    ALL.forEach(name -> all.peer(name).behave("/" + name, all.taking(name)));
    if (ill) {
      all.dead.refuseConnections();
      AtomicInteger attempts = new AtomicInteger();
      HttpBehavior takes = all.taking(FAILING);
      all.others.behave(
          "/" + FAILING,
          (exchange, request, scheduler) ->
              (attempts.getAndIncrement() % 2 == 0 ? HttpBehavior.status(500, "no") : takes)
                  .answer(exchange, request, scheduler));
      // Long after the sender has given up, so that no connection is left.
      all.others.behave(
          "/" + HANGING, HttpBehavior.later(TIMEOUT.multipliedBy(3), HttpBehavior.hangUp()));
    }
    return all;
  }

  private HttpPeer peer(String name) {
    return HEALTHY.contains(name) ? healthy : name.equals(DEAD) ? dead : others;
  }

  /** Notes which event it is, and accepts it. */
  private HttpBehavior taking(String name) {
    return (exchange, request, scheduler) -> {
      note(name, request);
      HttpBehavior.ok().answer(exchange, request, scheduler);
    };
  }

  private void note(String name, ReceivedRequest request) {
    EventNumbers.findIn(request.body(), event -> times.received(name, event));
  }

  /** Returns whether the routes send an event to a destination. */
  boolean wants(String name, int event) {
    return !share || LiveFeed.action(event).equals(action(name));
  }

  private static String action(String name) {
    return LiveFeed.ACTIONS.get(ALL.indexOf(name));
  }

  /** Writes the routes to a file. */
  Path routes(Path file) throws IOException {
    return Files.writeString(
        file, ALL.stream().map(this::route).collect(Collectors.joining(",\n", "[\n", "\n]\n")));
  }

  private String route(String name) {
    URI url = peer(name).uri("/" + name);
    return """
    {"destination_name": "NAME", "destination_url": "URL", "enabled_events": ["EVENTS"],
     "retry": {"attempts": 3, "initial_delay": "200ms"}, "timeout": "TIMEOUT s",
     "endpoint": "ENDPOINT", "dead_letter": "QUEUE"}"""
        .replace("NAME", name)
        .replace("URL", url.toString())
        .replace("EVENTS", share ? action(name) : "*")
        .replace("TIMEOUT s", TIMEOUT.toSeconds() + "s")
        .replace("ENDPOINT", sqs.endpoint().toString())
        .replace("QUEUE", SqsPeer.arn(name + "-letters"));
  }

  /** Returns what is in the queue of a destination's dead letters, which stays there. */
  EventSet letters(String name) {
    EventSet events = new EventSet();
    sqs.readAll(queue(name), events::add);
    return events;
  }

  private SqsPeer.Queue queue(String name) {
    SqsPeer.Queue queue = queues.get(name);
    if (queue == null) {
      throw new IllegalArgumentException(name);
    }
    return queue;
  }

  @Override
  public void close() {
    healthy.close();
    others.close();
    dead.close();
  }
}
