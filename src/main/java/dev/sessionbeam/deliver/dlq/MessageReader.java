package dev.sessionbeam.deliver.dlq;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue to its end, each message once. What is not deleted is shown to other readers again
 * at the end. Several threads receive, because one alone would wait for the network most of the
 * time.
 */
final class MessageReader {
  private static final int THREADS = 8;

  /** After so many answers without a message, a thread takes the queue for empty. */
  private static final int ANSWERS_OF_AN_EMPTY_QUEUE = 2;

  /** After so many answers with known messages only, it is not worth to ask for others. */
  private static final int ANSWERS_OF_COPIES = 50;

  private static final String OVER_LIMIT =
      "SQS hands out no more messages (OverLimit), because readers have too many of this queue: run"
          + " the command again when they are deleted or visible again.";

  private static final String ONLY_COPIES =
      "The queue hands out only messages that it has handed out before, so there may be others: run"
          + " the command again with a longer --visibilityTimeout.";

  private final MessageQueue queue;
  private final StopSignal stop;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicReference<@Nullable String> early = new AtomicReference<>();
  private final AtomicInteger copiesInARow = new AtomicInteger();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();

  /** What is no longer needed in the queue: it is deleted as soon as the queue does so. */
  private final Map<String, ReceivedMessage> done = new ConcurrentHashMap<>();

  /** What is done with messages. Several threads call it at once. */
  interface Handler {
    /**
     * Handles messages.
     *
     * @return those that are no longer needed in the queue
     */
    List<ReceivedMessage> handle(List<ReceivedMessage> messages) throws IOException;
  }

  MessageReader(MessageQueue queue, StopSignal stop) {
    this.queue = queue;
    this.stop = stop;
  }

  /** How many messages were received; a message that came twice counts once. */
  long received() {
    return seen.size();
  }

  /** How many messages were deleted. */
  long deleted() {
    return gone.size();
  }

  /** How many messages the queue has not deleted although they are no longer needed. */
  long undeleted() {
    return (long) done.size() - gone.size();
  }

  /** Why the reading ended although the queue may have more, as a line; empty if it has not. */
  Optional<String> early() {
    return Optional.ofNullable(early.get());
  }

  /** Reads until the queue is empty or hands out no more, or the process is asked to end. */
  void read(Handler handler) throws IOException {
    try (HeldMessages held = HeldMessages.of(queue)) {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS, MessageReader::daemon);
      try {
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          results.add(
              threads.submit(
                  () -> {
                    readAlone(handler, held);
                    return true;
                  }));
        }
        await(results);
      } finally {
        threads.shutdownNow();
      }
      deleteRest(held);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "dlq");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for all threads, also if one of them has failed: the others end after their request. */
  private static void await(List<Future<?>> results) throws IOException {
    Throwable failure = null;
    for (Future<?> result : results) {
      try {
        result.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      }
    }
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private void readAlone(Handler handler, HeldMessages held) throws IOException {
    boolean ended = false;
    try {
      for (int empty = 0; empty < ANSWERS_OF_AN_EMPTY_QUEUE && goesOn(); ) {
        Optional<List<ReceivedMessage>> messages = queue.receive();
        if (messages.isEmpty()) {
          early.set(OVER_LIMIT);
        } else if (messages.get().isEmpty()) {
          empty++;
        } else {
          empty = 0;
          take(messages.get(), handler, held);
        }
      }
      ended = true;
    } finally {
      if (!ended) {
        failed.set(true);
      }
    }
  }

  private boolean goesOn() {
    return !stop.isStopped() && !failed.get() && early.get() == null;
  }

  private void take(List<ReceivedMessage> messages, Handler handler, HeldMessages held)
      throws IOException {
    List<ReceivedMessage> fresh = fresh(messages, held);
    if (!fresh.isEmpty()) {
      copiesInARow.set(0);
      handle(fresh, handler, held);
    } else if (copiesInARow.incrementAndGet() >= ANSWERS_OF_COPIES) {
      early.compareAndSet(null, ONLY_COPIES);
    }
  }

  private void handle(List<ReceivedMessage> messages, Handler handler, HeldMessages held)
      throws IOException {
    held.begin(messages);
    try {
      List<ReceivedMessage> handled = handler.handle(messages);
      handled.forEach(message -> done.put(message.id(), message));
      delete(handled, held);
    } finally {
      held.end(messages);
    }
  }

  /** The messages that were not received before. A queue may hand out a message again. */
  private List<ReceivedMessage> fresh(List<ReceivedMessage> messages, HeldMessages held)
      throws IOException {
    List<ReceivedMessage> fresh = new ArrayList<>();
    List<ReceivedMessage> copies = new ArrayList<>();
    for (ReceivedMessage message : messages) {
      held.add(message);
      if (done.containsKey(message.id())) {
        copies.add(message);
      } else if (seen.add(message.id())) {
        fresh.add(message);
      }
    }
    delete(copies, held);
    return fresh;
  }

  private void delete(List<ReceivedMessage> messages, HeldMessages held) throws IOException {
    for (String id : queue.delete(messages.stream().map(held::newest).toList())) {
      gone.add(id);
      held.remove(id);
    }
  }

  /** Deletes what the queue did not delete at the first time. */
  private void deleteRest(HeldMessages held) throws IOException {
    List<ReceivedMessage> rest =
        done.values().stream().filter(message -> !gone.contains(message.id())).toList();
    for (int from = 0; from < rest.size(); from += MessageQueue.BATCH) {
      delete(rest.subList(from, Math.min(rest.size(), from + MessageQueue.BATCH)), held);
    }
  }
}
