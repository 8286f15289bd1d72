package dev.sessionbeam.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntPredicate;

/**
 * When each event was put into the stream, was read from it, and came to each destination, by the
 * clock of this process. Only the first time counts. Thread-safe.
 */
final class DeliveryTimes {
  private static final long NEVER = 0;

  private final long origin = System.nanoTime() - 1;
  private final int events;
  private final AtomicLongArray put;
  private final AtomicLongArray read;
  private final Map<String, AtomicLongArray> received = new TreeMap<>();
  private final AtomicInteger copies = new AtomicInteger();

  /**
   * Creates an empty table.
   *
   * @param events how many there are; their numbers begin with 0
   */
  DeliveryTimes(int events, Collection<String> destinations) {
    this.events = events;
    this.put = new AtomicLongArray(events);
    this.read = new AtomicLongArray(events);
    destinations.forEach(name -> received.put(name, new AtomicLongArray(events)));
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  /** Notes that an event is put into the stream now. */
  void put(int event) {
    put.set(event, now());
  }

  /** Notes that the pipeline reads an event now. */
  void read(int event) {
    read.compareAndSet(event, NEVER, now());
  }

  /** Notes that a destination has received an event. */
  void received(String destination, int event) {
    if (!of(destination).compareAndSet(event, NEVER, now())) {
      copies.incrementAndGet();
    }
  }

  private AtomicLongArray of(String destination) {
    AtomicLongArray times = received.get(destination);
    if (times == null) {
      throw new IllegalArgumentException(destination);
    }
    return times;
  }

  /** Returns whether a destination has received an event. */
  boolean has(String destination, int event) {
    return of(destination).get(event) != NEVER;
  }

  /** Returns how many events came to a destination that had them. */
  int copies() {
    return copies.get();
  }

  /** Returns how many of some events have no time of reading. */
  long unread(IntPredicate which) {
    return which(which).stream().filter(event -> read.get(event) == NEVER).count();
  }

  /** Returns the times from put to receipt, in nanoseconds. */
  Percentiles sincePut(Collection<String> destinations, IntPredicate which) {
    return since(put, destinations, which);
  }

  /** Returns the times from reading to receipt, in nanoseconds. */
  Percentiles sinceRead(Collection<String> destinations, IntPredicate which) {
    return since(read, destinations, which);
  }

  private Percentiles since(
      AtomicLongArray begin, Collection<String> destinations, IntPredicate which) {
    List<Long> times = new ArrayList<>();
    for (String destination : destinations) {
      for (int event : which(which)) {
        long end = of(destination).get(event);
        if (begin.get(event) != NEVER && end != NEVER) {
          times.add(end - begin.get(event));
        }
      }
    }
    return Percentiles.of(times);
  }

  private List<Integer> which(IntPredicate which) {
    List<Integer> chosen = new ArrayList<>();
    for (int event = 0; event < events; event++) {
      if (which.test(event)) {
        chosen.add(event);
      }
    }
    return chosen;
  }
}
