package dev.sessionbeam.simulate;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Records on their way, out in the order in which they arrive; of several at one instant the one
 * that was sent first. It holds no more than what happens within the longest delay.
 */
final class ArrivalQueue {
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(
          Comparator.comparingLong(Arrival::instant).thenComparingLong(Arrival::number));
  private final RecordSink sink;
  private long sent;

  ArrivalQueue(RecordSink sink) {
    this.sink = sink;
  }

  void send(long arrival, String machine, byte[] record) {
    arrivals.add(new Arrival(arrival, sent, machine, record));
    sent++;
  }

  /** Hands over all that has arrived by then. Nothing may be sent later that arrives before. */
  void deliverUntil(long instant) throws IOException {
    Arrival next = arrivals.peek();
    while (next != null && next.instant() <= instant && !sink.isFull()) {
      arrivals.remove();
      sink.write(next);
      next = arrivals.peek();
    }
  }

  void deliverAll() throws IOException {
    deliverUntil(Long.MAX_VALUE);
  }
}
