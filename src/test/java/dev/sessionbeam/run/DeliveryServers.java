package dev.sessionbeam.run;

import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/** The destinations of a job whose processes are killed, and the queue of its dead letters. */
final class DeliveryServers implements AutoCloseable {
  private static final String RETRY =
      "\"retry\": {\"attempts\": 3, \"initial_delay\": \"200ms\", \"max_delay\": \"1s\"}";

  private final List<Destination> all =
      List.of(
          new Destination("crm", List.of("start", "save", "view"), Receiver.accepting()),
          new Destination("mail", List.of("merge", "sign"), Receiver.failingFirst()),
          new Destination("dead", List.of("print", "share"), null),
          new Destination("warehouse", List.of(), Receiver.accepting()),
          new Destination("refuser", List.of(), Receiver.refusing()));

  private final SqsPeer sqs;
  private final SqsPeer.Queue letters;
  private final WatchedServer queue;
  private final HttpPeer webhooks;
  private final HttpPeer queues;

  /**
   * A destination.
   *
   * @param actions of the events that it gets; none if it gets all sessions
   * @param receiver null if nothing listens at its address
   */
  record Destination(String name, List<String> actions, @Nullable Receiver receiver) {
    boolean hasSessions() {
      return actions.isEmpty();
    }
  }

  private DeliveryServers(SqsPeer sqs) throws IOException {
    this.sqs = sqs;
    this.letters = sqs.queue("letters");
    this.queue = WatchedServer.ofLetters(sqs.endpoint());
    this.webhooks = HttpPeer.start(request -> {});
    this.queues = HttpPeer.start(request -> {});
    queues.behave("/", queue);
    for (Destination each : all) {
      if (each.receiver != null) {
        webhooks.behave("/" + each.name, each.receiver);
      }
    }
  }

  /**
   * Starts all servers.
   *
   * @param folder for a log
   */
  static DeliveryServers start(Path folder) throws IOException {
    return new DeliveryServers(SqsPeer.start(folder));
  }

  List<Destination> destinations() {
    return all;
  }

  /** The queue of dead letters, as the job sees it. */
  WatchedServer queue() {
    return queue;
  }

  /** Receives and deletes all dead letters. */
  List<String> receiveLetters() {
    return sqs.receiveAll(letters).stream().map(Message::body).toList();
  }

  /** The routes to all destinations. */
  String routes() throws IOException {
    URI nowhere = HttpPeer.nowhere();
    return all.stream()
        .map(each -> route(each, each.receiver == null ? nowhere : webhooks.uri("/" + each.name)))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private String route(Destination to, URI url) {
    String subject =
        to.hasSessions()
            ? "\"source\": \"sessions\""
            : "\"enabled_events\": [\"" + String.join("\", \"", to.actions) + "\"]";
    return String.format(
        Locale.ROOT,
        "{\"destination_name\": \"%s\", \"destination_url\": \"%s\", %s, \"endpoint\": \"%s\","
            + " \"dead_letter\": \"%s\", \"timeout\": \"5s\", %s}",
        to.name,
        url,
        subject,
        queues.endpoint(),
        letters.arn(),
        RETRY);
  }

  @Override
  public void close() {
    webhooks.close();
    queues.close();
    sqs.close();
  }
}
