package dev.sessionbeam.collect.stream;

import dev.sessionbeam.deliver.kinesis.PutRecords;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The records that wait for a call. Thread-safe. */
final class WaitingRecords {
  private final Deque<WaitingRecord> records = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytes;
  private boolean closed;

  /** Adds records after those that wait. */
  void add(Collection<WaitingRecord> more) {
    lock.lock();
    try {
      for (WaitingRecord record : more) {
        records.add(record);
        bytes += record.size();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is at least one whole call. The lock is held. */
  private boolean isFull() {
    return records.size() >= PutRecords.MOST_PER_CALL || bytes >= PutRecords.MOST_BYTES_PER_CALL;
  }

  /**
   * Waits for records, and takes those of one call.
   *
   * @param linger how long to wait for more of them
   * @return none if this was closed
   */
  List<WaitingRecord> take(Duration linger) throws InterruptedException {
    lock.lock();
    try {
      while (records.isEmpty() && !closed) {
        changed.await();
      }
      long until = System.nanoTime() + linger.toNanos();
      for (long left = linger.toNanos(); left > 0 && !isFull() && !closed; ) {
        var unused = changed.await(left, TimeUnit.NANOSECONDS);
        left = until - System.nanoTime();
      }
      return poll();
    } finally {
      lock.unlock();
    }
  }

  private List<WaitingRecord> poll() {
    List<WaitingRecord> call = new ArrayList<>();
    long size = 0;
    while (!records.isEmpty() && call.size() < PutRecords.MOST_PER_CALL) {
      WaitingRecord next = records.getFirst();
      if (!next.isOver() && size + next.size() > PutRecords.MOST_BYTES_PER_CALL) {
        break;
      }
      records.removeFirst();
      bytes -= next.size();
      if (!next.isOver()) {
        call.add(next);
        size += next.size();
      }
    }
    return call;
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waiting. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
