package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.DeadLetterQueue;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connector of a destination and the queue of its dead letters, each opened at its first use.
 * Once it is retired, it is closed when its last call has ended.
 */
final class OpenDestination {
  private static final int GRACE_SECONDS = 1;

  private static final Outcome NO_OUTCOME = Outcome.retry("the connector gave no outcome");

  private final Duration longest;
  private final Executor executor;
  private final Opening<Connector> connector;
  private final Opening<DeadLetterQueue> letters;
  private final Consumer<OpenDestination> whenClosed;
  private int calls;
  private boolean retired;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates a destination, and opens nothing.
   *
   * @param whenClosed is told when it is closed
   */
  OpenDestination(
      Destinations destinations,
      Route route,
      Executor executor,
      Consumer<OpenDestination> whenClosed) {
    this.whenClosed = whenClosed;
    this.longest = route.timeout().plus(Route.OPENING);
    this.executor = executor;
    this.connector = new Opening<>(() -> destinations.connector(route), executor);
    this.letters = new Opening<>(() -> destinations.deadLetters(route), executor);
  }

  /** Returns the connector, once it is open. */
  CompletableFuture<Connector> opened() {
    return connector.get();
  }

  /** Returns how many deliveries one call takes at most: 1 while the connector is not open. */
  int mostPerCall() {
    return Math.max(1, connector.now().map(Connector::mostPerCall).orElse(1));
  }

  /**
   * Sends deliveries.
   *
   * @return one outcome for each; never completes with an exception
   */
  CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    begin();
    return connector
        .get()
        .thenCompose(open -> open.send(deliveries))
        .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (outcomes, fault) -> {
              end();
              return outcomes != null && outcomes.size() == deliveries.size()
                  ? outcomes.stream().map(OpenDestination::checked).toList()
                  : Collections.nCopies(
                      deliveries.size(),
                      outcomes == null && fault == null ? NO_OUTCOME : Outcome.retry(error(fault)));
            });
  }

  /** Sends a dead letter. Never completes with an exception. */
  CompletionStage<Outcome> send(DeadLetter letter) {
    begin();
    return letters
        .get()
        .thenCompose(open -> open.send(letter))
        .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (outcome, fault) -> {
              end();
              return fault == null ? checked(outcome) : Outcome.retry(error(fault));
            });
  }

  /** A connector may come from elsewhere, so nothing says that it gives no null. */
  private static Outcome checked(@Nullable Outcome outcome) {
    if (outcome != null && outcome.kind() == Outcome.Kind.DELIVERED) {
      return Outcome.DELIVERED;
    }
    return outcome == null || outcome.kind() == null || outcome.error() == null
        ? NO_OUTCOME
        : outcome;
  }

  private static String error(@Nullable Throwable fault) {
    if (fault == null) {
      return "the connector did not report one outcome for each delivery";
    }
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    if (cause instanceof TimeoutException) {
      return "the connector did not report an outcome in time";
    }
    String message = cause.getMessage();
    return "the connector cannot send: " + (message == null ? cause : message);
  }

  private synchronized void begin() {
    calls++;
  }

  private synchronized void end() {
    calls--;
    closeIfUnused();
  }

  /** Closes it as soon as no call is under way, but not at once: one may be about to begin. */
  void retire() {
    CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS, executor)
        .execute(
            () -> {
              synchronized (this) {
                retired = true;
                closeIfUnused();
              }
            });
  }

  private void closeIfUnused() {
    if (retired && calls == 0 && !closed.get()) {
      executor.execute(this::close);
    }
  }

  /** Closes it now, if it is open. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      connector.close(Connector::close);
      letters.close(DeadLetterQueue::close);
      whenClosed.accept(this);
    }
  }
}
