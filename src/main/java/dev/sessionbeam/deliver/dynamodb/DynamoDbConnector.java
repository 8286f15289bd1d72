package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.connect.AwsClients;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.ConnectorThreads;
import dev.sessionbeam.deliver.connect.OpenCalls;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Writes deliveries into a table: one item for each event, one or more for each session. */
final class DynamoDbConnector implements Connector {
  private final Route route;
  private final ExecutorService threads;
  private final DynamoDbAsyncClient client;
  private final SessionWriter sessions;
  private final EventWriter events;
  private final OpenCalls calls = new OpenCalls();

  DynamoDbConnector(TableAddress table, Route route, InstantSource clock) {
    this.route = route;
    this.threads = ConnectorThreads.of(route.name());
    this.client =
        AwsClients.async(
                DynamoDbAsyncClient.builder(), table.region(), table.endpoint(), route, threads)
            .build();
    Expiry expiry = Expiry.of(route, clock);
    this.sessions = new SessionWriter(client, table, expiry);
    this.events = new EventWriter(client, table, expiry);
  }

  @Override
  public int mostPerCall() {
    return EventWriter.MOST_PER_CALL;
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    CompletableFuture<List<Outcome>> call =
        ConnectorThreads.start(threads, () -> write(deliveries));
    // Twice the time: for a session, and for what it replaces.
    return calls.follow(
        call,
        outcomes -> outcomes,
        TableFaults::outcome,
        deliveries.size(),
        route.timeout().multipliedBy(2));
  }

  /** The source of a route may have changed since the first of them came. */
  private CompletableFuture<List<Outcome>> write(List<Delivery> deliveries) {
    Outcome[] outcomes = new Outcome[deliveries.size()];
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    List<Integer> ofEvents = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      int index = i;
      if (deliveries.get(i).subject().source() == Source.EVENTS) {
        ofEvents.add(i);
      } else {
        writes.add(
            sessions.write(deliveries.get(i)).thenAccept(outcome -> outcomes[index] = outcome));
      }
    }
    writes.add(
        events
            .write(ofEvents.stream().map(deliveries::get).toList())
            .thenAccept(
                written -> {
                  for (int i = 0; i < written.size(); i++) {
                    outcomes[ofEvents.get(i)] = written.get(i);
                  }
                }));
    return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> Arrays.asList(outcomes));
  }

  @Override
  public void close() {
    calls.close();
    // It waits for its own threads, for two seconds.
    threads.execute(client::close);
  }
}
