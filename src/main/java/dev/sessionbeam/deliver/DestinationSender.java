package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Sends the deliveries of one destination in batch, and its dead letters to their queue.
 * Thread-safe.
 */
final class DestinationSender {
  /** How many bytes of deliveries may wait in a process, and how many of dead letters. */
  private static final long MOST_BYTES = 32 << 20;

  /** About what a delivery takes in memory beside its body. */
  private static final int OVERHEAD_BYTES = 300;

  private final DestinationConnectors connectors;
  private final Duration patience;
  private final SendQueue<Delivery> deliveries;
  private final SendQueue<DeadLetter> letters;
  private volatile Route route;

  /**
   * Creates a sender without a connection.
   *
   * @param patience how long the destination may fail until it is taken for dead
   */
  DestinationSender(
      Route route,
      DestinationConnectors connectors,
      Duration patience,
      ScheduledExecutorService timer) {
    this.route = route;
    this.connectors = connectors;
    this.patience = patience;
    this.deliveries =
        new SendQueue<>(
            batch -> destination().send(batch),
            () -> settings(destination().mostPerCall(), this.route.rateLimit()),
            timer);
    this.letters =
        new SendQueue<>(
            one -> destination().send(one.get(0)).thenApply(List::of), () -> settings(1, 0), timer);
  }

  private OpenDestination destination() {
    return connectors.of(route);
  }

  private SendQueue.Settings settings(int mostPerCall, double rateLimit) {
    return new SendQueue.Settings(
        route.retry(), patience, mostPerCall, route.maxInFlight(), rateLimit, MOST_BYTES);
  }

  /** Sets the settings for all that is sent from now on, also for what waits. */
  void use(Route newest) {
    route = newest;
  }

  /**
   * Sends a delivery. Waits while too much waits for the destination, unless it is dead.
   *
   * @param done gets the end of the delivery, by another thread
   */
  void deliver(Delivery delivery, Consumer<DeliveryEnd> done) throws InterruptedException {
    deliveries.put(delivery, size(delivery), sent -> end(delivery, sent, done));
  }

  private void end(Delivery delivery, Sent sent, Consumer<DeliveryEnd> done) {
    if (sent.failed() == null) {
      done.accept(DeliveryEnd.delivered(delivery.destination(), sent.retries()));
      return;
    }
    DeadLetter letter = sent.letter(delivery);
    if (route.deadLetter() == null) {
      done.accept(DeliveryEnd.undelivered(letter));
      return;
    }
    letters.offer(
        letter,
        size(delivery),
        queued ->
            done.accept(
                queued.failed() == null
                    ? DeliveryEnd.deadLettered(letter)
                    : DeliveryEnd.undelivered(letter)));
  }

  private static long size(Delivery delivery) {
    return (long) delivery.body().length + OVERHEAD_BYTES;
  }

  /** Gives up what waits, where the other end is dead; see {@link SendQueue#giveUpIfDead}. */
  void giveUpIfDead(long since) {
    deliveries.giveUpIfDead(since);
    letters.giveUpIfDead(since);
  }
}
