package dev.sessionbeam.deliver.dlq;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The messages that were received and not deleted. Those that are under way stay hidden from other
 * readers however long their work takes; all that are left are shown again at the end. Several
 * threads use it at once.
 */
final class HeldMessages implements AutoCloseable {
  /** The longest time that a request to hide messages may still take at the end. */
  private static final long PATIENCE_SECONDS = 10;

  private final MessageQueue queue;

  /** The newest receipt of each, by its id: older ones may no longer be valid. */
  private final Map<String, String> receipts = new ConcurrentHashMap<>();

  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "dlq-visibility");
            thread.setDaemon(true);
            return thread;
          });

  private HeldMessages(MessageQueue queue) {
    this.queue = queue;
  }

  static HeldMessages of(MessageQueue queue) {
    HeldMessages held = new HeldMessages(queue);
    long half = queue.hidden().toMillis() / 2;
    var unused =
        held.timer.scheduleWithFixedDelay(held::hideLonger, half, half, TimeUnit.MILLISECONDS);
    return held;
  }

  void add(ReceivedMessage message) {
    receipts.put(message.id(), message.receipt());
  }

  void remove(String id) {
    receipts.remove(id);
  }

  /** The message with the newest receipt that is known of it. */
  ReceivedMessage newest(ReceivedMessage message) {
    return new ReceivedMessage(
        message.message(), receipts.getOrDefault(message.id(), message.receipt()));
  }

  /** The work on messages begins. */
  void begin(List<ReceivedMessage> messages) {
    messages.forEach(message -> underWay.add(message.id()));
  }

  /** The work on messages has ended. */
  void end(List<ReceivedMessage> messages) {
    messages.forEach(message -> underWay.remove(message.id()));
  }

  private void hideLonger() {
    inBatches(underWay.stream().map(receipts::get).filter(Objects::nonNull).toList(), queue::hide);
  }

  private static void inBatches(Collection<String> all, Predicate<List<String>> request) {
    List<String> list = List.copyOf(all);
    for (int from = 0; from < list.size(); from += MessageQueue.BATCH) {
      int to = Math.min(list.size(), from + MessageQueue.BATCH);
      if (!request.test(list.subList(from, to))) {
        // The queue is out of reach: further requests would only take time.
        return;
      }
    }
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      // A message must not be hidden after it was shown again.
      var unused = timer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    inBatches(receipts.values(), queue::show);
  }
}
