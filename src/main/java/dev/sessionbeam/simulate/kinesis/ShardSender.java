package dev.sessionbeam.simulate.kinesis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to one shard. It makes one call at a time, so that records come in the order in
 * which they were sent; the exception are the records of a call of which Kinesis accepts only some.
 */
final class ShardSender implements Runnable {
  private static final int MOST_WAITING = 1 << 14;
  private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final StreamRecord END = new StreamRecord("end", new byte[0], 0);

  /**
   * The limits of one call.
   *
   * @param records the number of our records
   * @param bytes the bytes of our records with their keys
   */
  record Limits(int records, int bytes) {}

  private final BlockingQueue<StreamRecord> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Limits limits;
  private final OutgoingRecord.Packing packing;
  private final RecordDelivery delivery;
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private @Nullable StreamRecord held;

  ShardSender(int number, Limits limits, OutgoingRecord.Packing packing, RecordDelivery delivery) {
    this.limits = limits;
    this.packing = packing;
    this.delivery = delivery;
    this.thread = new Thread(this, "shard-sender-" + number);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Accepts a record. Waits if too many records wait already. */
  void send(StreamRecord record) throws IOException {
    try {
      do {
        throwFailure();
      } while (!waiting.offer(record, PATIENCE, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Returns when all records are in the stream. */
  void finish() throws IOException {
    send(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    throwFailure();
  }

  /** Gives up the records that wait. */
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

  /**
   * Returns as many records as a call may hold, or as many as come within the linger time; none at
   * the end.
   */
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

  @SuppressWarnings("ReferenceEquality") // END is one object; an equal record is not the end.
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
