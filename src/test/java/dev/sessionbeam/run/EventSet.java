package dev.sessionbeam.run;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** The numbers of the events in some dead letters. Thread-safe. */
final class EventSet {
  private final BitSet events = new BitSet();
  private int letters;

  /** Adds the event of a dead letter. */
  synchronized void add(String letter) {
    letters++;
    EventNumbers.findIn(letter.getBytes(StandardCharsets.UTF_8), events::set);
  }

  /** Returns how many dead letters were added; an event may have several. */
  synchronized int letters() {
    return letters;
  }

  /** Returns whether it has an event. */
  synchronized boolean has(int event) {
    return events.get(event);
  }
}
