package dev.sessionbeam.deliver;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.DeadLetterQueue;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DestinationConnectorsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<PlayedConnector> opened = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Routes newest = new Routes("v0", List.of());
  private final Played destinations = new Played();
  private final DestinationConnectors connectors =
      new DestinationConnectors(destinations, executor);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private final class Played implements Destinations {
    private static final long serialVersionUID = 1;

    @Override
    public Connector connector(Route route) {
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("the secret is missing");
      }
      PlayedConnector connector = new PlayedConnector();
      opened.add(connector);
      return connector;
    }

    @Override
    public DeadLetterQueue deadLetters(Route route) {
      throw new IllegalStateException("no queue");
    }
  }

  /** Answers when the test does. */
  private static final class PlayedConnector implements Connector {
    private final CompletableFuture<List<Outcome>> answer = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
      return answer;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static Route route(String path, Source source, RetrySettings retry) {
    return new Route(
        "crm",
        null,
        URI.create("http://127.0.0.1/" + path),
        source,
        Set.of(),
        null,
        null,
        null,
        retry,
        SECOND,
        Route.DEFAULT_IN_FLIGHT,
        0,
        null,
        null,
        null);
  }

  private static Route route(String path) {
    return route(path, Source.EVENTS, RetrySettings.DEFAULT);
  }

  private CompletableFuture<List<Outcome>> send(Route route) {
    return connectors.of(route).send(List.of(Deliveries.event("crm", "a"))).toCompletableFuture();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(1, TimeUnit.MINUTES);
  }

  private static boolean isClosed(PlayedConnector connector) throws InterruptedException {
    return connector.closed.await(1, TimeUnit.MINUTES);
  }

  @Test
  void aRouteIsOpenedOnceAndAgainOnlyIfItsConnectionChanges() {
    OpenDestination first = connectors.of(route("a"));
    RetrySettings retry = new RetrySettings(1, SECOND, SECOND);
    assertThat(connectors.of(route("a", Source.SESSIONS, retry)), is(sameInstance(first)));
    assertThat(connectors.of(route("b")), is(not(sameInstance(first))));
  }

  @Test
  void theConnectorOfAnOldRouteIsClosedAfterItsLastCall() throws Exception {
    opened.clear();
    CompletableFuture<List<Outcome>> call = send(route("a"));
    get(connectors.of(route("a")).opened());
    PlayedConnector old = opened.get(0);
    CompletableFuture<List<Outcome>> next = send(route("b"));
    get(connectors.of(route("b")).opened());
    assertThat(old.closed.getCount(), is(1L));
    old.answer.complete(List.of(Outcome.DELIVERED));
    assertThat(get(call), is(List.of(Outcome.DELIVERED)));
    assertThat(isClosed(old), is(true));
    opened.get(1).answer.complete(List.of(Outcome.DELIVERED));
    assertThat(get(next), is(List.of(Outcome.DELIVERED)));
    assertThat(opened.get(1).closed.getCount(), is(1L));
    connectors.close();
    assertThat(isClosed(opened.get(1)), is(true));
  }

  /** JDK 17 ends the thread of a client of HTTP only when nothing refers to the client. */
  @Test
  void nothingRefersToAConnectorThatWasClosed() throws Exception {
    ReferenceQueue<Object> forgotten = new ReferenceQueue<>();
    WeakReference<PlayedConnector> old = closed(forgotten);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!old.refersTo(null) && System.nanoTime() < deadline) {
      System.gc();
      var unused = forgotten.remove(100);
    }
    assertThat(old.refersTo(null), is(true));
    connectors.close();
  }

  private WeakReference<PlayedConnector> closed(ReferenceQueue<Object> forgotten) throws Exception {
    CompletableFuture<List<Outcome>> call = send(route("a"));
    get(connectors.of(route("a")).opened());
    PlayedConnector old = opened.get(0);
    old.answer.complete(List.of(Outcome.DELIVERED));
    assertThat(get(call), is(List.of(Outcome.DELIVERED)));
    var unused = connectors.of(route("b"));
    assertThat(isClosed(old), is(true));
    opened.clear();
    return new WeakReference<>(old, forgotten);
  }

  @Test
  void whoHasADestinationThatWasClosedIsTold() throws Exception {
    OpenDestination destination = connectors.of(route("a"));
    destination.close();
    Outcome outcome =
        get(destination.send(List.of(Deliveries.event("crm", "a"))).toCompletableFuture()).get(0);
    assertThat(outcome, is(Outcome.retry("the connector cannot send: it was closed")));
    assertThat(opened, is(empty()));
  }

  @Test
  void aDestinationThatTheNewestRoutesDoNotHaveIsClosed() throws Exception {
    newest = new Routes("v1", List.of(route("a")));
    DeliverSettings settings =
        new DeliverSettings(
            UUID.randomUUID(), () -> newest, destinations, SECOND, false, 1000, SECOND);
    DeliveryJob job = DeliveryJob.join(settings);
    DeliveryShard shard = job.shard("crm\n0", this);
    var unused = shard.take(new MemoryState(), Deliveries.event("crm", "a"), 1);
    job.send(shard, true);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (opened.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    newest = new Routes("v2", List.of());
    job.send(shard, true);
    assertThat(opened.get(0).closed.getCount(), is(1L));
    opened.get(0).answer.complete(List.of(Outcome.DELIVERED));
    assertThat(isClosed(opened.get(0)), is(true));
    job.leave(this);
  }

  @Test
  void aConnectorThatCannotBeOpenedIsAFaultThatMayGoAway() throws Exception {
    failures.set(1);
    Outcome failed = get(send(route("a"))).get(0);
    assertThat(failed.kind(), is(Outcome.Kind.RETRY));
    assertThat(failed.error(), containsString("the secret is missing"));
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (opened.isEmpty() && System.nanoTime() < deadline) {
      var unused = send(route("a"));
      get(unused.thenApply(outcomes -> true).completeOnTimeout(true, 10, TimeUnit.MILLISECONDS));
    }
    assertThat(opened.size(), is(1));
  }

  @Test
  void aConnectorThatForgetsOutcomesOrFailsIsAskedAgain() throws Exception {
    CompletableFuture<List<Outcome>> call = send(route("a"));
    get(connectors.of(route("a")).opened());
    opened.get(0).answer.complete(List.of());
    assertThat(get(call).get(0).kind(), is(Outcome.Kind.RETRY));
    CompletableFuture<List<Outcome>> other = send(route("b"));
    get(connectors.of(route("b")).opened());
    opened.get(1).answer.completeExceptionally(new IllegalStateException("oh"));
    assertThat(get(other).get(0).error(), containsString("oh"));
  }

  @Test
  void theLastInstanceOfTheStepClosesTheConnectorsOfTheJob() throws Exception {
    CurrentRoutes routes = CurrentRoutes.fixed(new Routes("v1", List.of(route("a"))));
    DeliverSettings settings =
        new DeliverSettings(UUID.randomUUID(), routes, destinations, SECOND, false, 1000, SECOND);
    DeliveryJob job = DeliveryJob.join(settings);
    assertThat(DeliveryJob.join(settings), is(sameInstance(job)));
    DeliveryShard shard = job.shard("crm\n0", "one instance");
    assertThat(job.shard("crm\n0", "another one"), is(sameInstance(shard)));
    var unused = shard.take(new MemoryState(), Deliveries.event("crm", "a"), 1);
    job.send(shard, true);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (opened.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    job.leave("one instance");
    assertThat(opened.get(0).closed.getCount(), is(1L));
    assertThat(job.shard("crm\n0", "another one"), is(sameInstance(shard)));
    job.leave("another one");
    assertThat(isClosed(opened.get(0)), is(true));
    // Whoever has the key next goes on from the state.
    var more = shard.take(new MemoryState(), Deliveries.event("crm", "b"), 2);
    assertThat(more, is(empty()));
    assertThat(shard.begin(true) == null, is(true));
  }
}
