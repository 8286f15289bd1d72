package dev.sessionbeam.kinesis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to one shard: one call at a time, so that records come in the order in which they were
 * sent, but for those of one call of which Kinesis refuses a part.
 */
final class Lane implements Runnable {
  private static final int MOST_WAITING = 1 << 14;
  private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final StreamRecord END = new StreamRecord("end", new byte[0], 0);

  /**
   * What one call may hold.
   *
   * @param records of ours
   * @param bytes of ours with their keys
   */
  record Limits(int records, int bytes) {}

  private final BlockingQueue<StreamRecord> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Limits limits;
  private final Parcel.Packing packing;
  private final Delivery delivery;
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private @Nullable StreamRecord held;

  Lane(int number, Limits limits, Parcel.Packing packing, Delivery delivery) {
    this.limits = limits;
    this.packing = packing;
    this.delivery = delivery;
    this.thread = new Thread(this, "lane-" + number);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes a record; waits where too many wait already. */
  void send(StreamRecord record) throws IOException {
    try {
      do {
        throwFailure();
      } while (!waiting.offer(record, PATIENCE, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Returns once all are in the stream. */
  void finish() throws IOException {
    send(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    throwFailure();
  }

  /** Gives up what waits. */
  void abandon() {
    thread.interrupt();
  }

  @Override
  public void run() {
    try {
      for (List<StreamRecord> records = take(); !records.isEmpty(); records = take()) {
        delivery.deliver(packing.pack(records));
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /** As many as a call may hold, or as come within the linger; none at the end. */
  private List<StreamRecord> take() throws InterruptedException {
    List<StreamRecord> taken = new ArrayList<>();
    StreamRecord next = held == null ? waiting.take() : held;
    long until = System.nanoTime() + LINGER;
    int bytes = 0;
    while (next != null && !isEnd(next)) {
      bytes += next.size();
      if (!taken.isEmpty() && (bytes > limits.bytes() || taken.size() == limits.records())) {
        break;
      }
      taken.add(next);
      next = waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    held = next;
    return taken;
  }

  @SuppressWarnings(
      "ReferenceEquality") // There is one end, and no record that looks like it is it.
  private static boolean isEnd(StreamRecord record) {
    return record == END;
  }

  private void throwFailure() throws IOException {
    Throwable thrown = failure;
    if (thrown instanceof IOException) {
      throw new IOException(thrown.getMessage(), thrown);
    }
    if (thrown != null) {
      throw new IllegalStateException(thrown);
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
