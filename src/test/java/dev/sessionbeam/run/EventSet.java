package dev.sessionbeam.run;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** The numbers of the events in some dead letters. Thread-safe. */
final class EventSet {
  private final BitSet events = new BitSet();

  /** Adds the event of a dead letter. */
  synchronized void add(String letter) {
    EventNumbers.findIn(letter.getBytes(StandardCharsets.UTF_8), events::set);
  }

  /** Returns how many events it has; one that was added twice counts once. */
  synchronized int events() {
    return events.cardinality();
  }

  /** Returns whether it has an event. */
  synchronized boolean has(int event) {
    return events.get(event);
  }
}
