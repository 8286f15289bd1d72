package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes to a spool: the events of all requests that wait for it are written and
 * forced to the disk together.
 */
final class SpoolWriter {
  /** So much is written and forced together. */
  private static final long MOST_BYTES_AT_ONCE = 4 << 20;

  private static final long LOOK_EVERY_MILLIS = 1000;

  private final Disk disk;
  private final SpoolCounts counts;
  private final BlockingQueue<Append> waiting = new LinkedBlockingQueue<>();

  /** The size of what waits to be written. */
  private final AtomicLong queued = new AtomicLong();

  private final Thread thread = new Thread(this::run, "collect-spool");
  private volatile @Nullable String fault;
  private volatile boolean closed;

  /** Where events are written to. */
  interface Disk {
    /**
     * Adds events. When this returns, they are on the disk.
     *
     * @param receivedMillis when the first one was received
     */
    void add(ByteBuffer frames, int count, long receivedMillis) throws IOException;

    /** Fails if the disk takes nothing. */
    void check() throws IOException;
  }

  /**
   * Creates a writer that has to be started.
   *
   * @param disk says in its messages where it is
   */
  SpoolWriter(Disk disk, SpoolCounts counts) {
    this.disk = disk;
    this.counts = counts;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Whether the thread still works. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** Why the last write has failed; null if it has not. */
  @Nullable String fault() {
    return fault;
  }

  /** The size of what waits to be written, in bytes. */
  long queuedBytes() {
    return queued.get();
  }

  /**
   * Writes events when it is their turn.
   *
   * @param most how many bytes may wait here, and be in files, together
   * @return null if that is too much; otherwise completes when they are on the disk, or with a
   *     {@link SpoolException}
   */
  @Nullable CompletableFuture<Void> append(List<StreamEvent> events, long most) {
    Append append = Append.of(events);
    if (queued.addAndGet(append.bytes()) + counts.fileBytes() > most) {
      queued.addAndGet(-append.bytes());
      return null;
    }
    waiting.add(append);
    if (closed) {
      failAll();
    }
    return append.done();
  }

  private void failAll() {
    List<Append> rest = new ArrayList<>();
    waiting.drainTo(rest);
    fail(rest, new SpoolException("the collector is stopping"));
  }

  private void run() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Append first = waiting.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          write(together(first));
        } else if (fault != null) {
          tryAgain();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failAll();
  }

  private List<Append> together(Append first) {
    List<Append> appends = new ArrayList<>(List.of(first));
    long bytes = first.bytes();
    while (bytes < MOST_BYTES_AT_ONCE) {
      Append next = waiting.poll();
      if (next == null) {
        break;
      }
      appends.add(next);
      bytes += next.bytes();
    }
    return appends;
  }

  private void write(List<Append> appends) {
    int bytes = Math.toIntExact(appends.stream().mapToLong(Append::bytes).sum());
    ByteBuffer frames = ByteBuffer.allocate(bytes);
    int count = 0;
    for (Append append : appends) {
      append.events().forEach(event -> Frame.write(event, frames));
      count += append.events().size();
    }
    frames.flip();
    try {
      disk.add(frames, count, appends.get(0).events().get(0).receivedMillis());
      queued.addAndGet(-bytes);
      fault = null;
      counts.added.add(count);
      counts.syncs.increment();
      appends.forEach(append -> append.done().complete(null));
    } catch (IOException e) {
      failed(e);
      fail(appends, new SpoolException(String.valueOf(e.getMessage()), e));
    }
  }

  private void fail(List<Append> appends, SpoolException cause) {
    appends.forEach(
        append -> {
          queued.addAndGet(-append.bytes());
          append.done().completeExceptionally(cause);
        });
  }

  private void failed(IOException e) {
    counts.failures.increment();
    fault = e.getMessage();
  }

  /** Looks whether the disk takes something again, so that requests need not find out. */
  private void tryAgain() {
    try {
      disk.check();
      fault = null;
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Writes what waits, and ends. */
  void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
