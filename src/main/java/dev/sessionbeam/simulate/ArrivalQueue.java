package dev.sessionbeam.simulate;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Takes records in the order in which they are sent, and delivers them in the order in which they
 * arrive. Of several records that arrive at one instant, the one that was sent first comes first.
 * The queue holds at most the records of the longest delay.
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

  /**
   * Delivers all records that have arrived by an instant. After this call, no record may be sent
   * that arrives earlier.
   */
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
