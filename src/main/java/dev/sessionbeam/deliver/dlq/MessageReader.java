package dev.sessionbeam.deliver.dlq;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a queue to its end, each message once. What is not deleted is shown to other readers again
 * at the end. Several threads receive, because one alone would wait for the network most of the
 * time.
 */
final class MessageReader {
  private static final int THREADS = 8;

  /** After so many answers without a new message, a thread takes the queue for empty. */
  private static final int ANSWERS_OF_AN_EMPTY_QUEUE = 2;

  private final MessageQueue queue;
  private final StopSignal stop;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();

  /** The newest receipt of each message that was received and not deleted, by the message's id. */
  private final Map<String, String> held = new ConcurrentHashMap<>();

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

  /** Reads until the queue is empty, or until the process is asked to end. */
  void read(Handler handler) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, MessageReader::daemon);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        results.add(
            threads.submit(
                () -> {
                  readAlone(handler);
                  return true;
                }));
      }
      await(results);
    } finally {
      threads.shutdownNow();
      showAgain();
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

  private void readAlone(Handler handler) throws IOException {
    boolean ended = false;
    try {
      for (int quiet = 0; quiet < ANSWERS_OF_AN_EMPTY_QUEUE && goesOn(); ) {
        List<ReceivedMessage> fresh = fresh(queue.receive());
        quiet = fresh.isEmpty() ? quiet + 1 : 0;
        if (!fresh.isEmpty()) {
          delete(handler.handle(fresh));
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
    return !stop.isStopped() && !failed.get();
  }

  /** The messages that were not received before. A queue may hand out a message again. */
  private List<ReceivedMessage> fresh(List<ReceivedMessage> messages) throws IOException {
    List<ReceivedMessage> fresh = new ArrayList<>();
    List<ReceivedMessage> copies = new ArrayList<>();
    for (ReceivedMessage message : messages) {
      if (gone.contains(message.id())) {
        copies.add(message);
        continue;
      }
      held.put(message.id(), message.receipt());
      if (seen.add(message.id())) {
        fresh.add(message);
      }
    }
    delete(copies);
    return fresh;
  }

  private void delete(List<ReceivedMessage> messages) throws IOException {
    List<ReceivedMessage> newest =
        messages.stream()
            .map(it -> new ReceivedMessage(it.message(), held.getOrDefault(it.id(), it.receipt())))
            .toList();
    for (String id : queue.delete(newest)) {
      gone.add(id);
      held.remove(id);
    }
  }

  private void showAgain() {
    List<String> receipts = List.copyOf(held.values());
    for (int from = 0; from < receipts.size(); from += MessageQueue.BATCH) {
      int to = Math.min(receipts.size(), from + MessageQueue.BATCH);
      if (!queue.show(receipts.subList(from, to))) {
        return;
      }
    }
  }
}
