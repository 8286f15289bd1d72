package dev.sessionbeam.collect.stream;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Events that are put together, and that have a time by which the stream must have taken them. */
final class PutGroup {
  private final List<StreamEvent> events;
  private final BitSet taken = new BitSet();
  private final CompletableFuture<List<StreamEvent>> left = new CompletableFuture<>();

  PutGroup(List<StreamEvent> events) {
    this.events = events;
  }

  /** Completes with the events that the stream did not take; with none if it took all. */
  CompletableFuture<List<StreamEvent>> left() {
    return left;
  }

  /** Whether nobody waits for these events any more. */
  boolean isOver() {
    return left.isDone();
  }

  /** Notes that the stream has taken an event. */
  void take(int index) {
    boolean all;
    synchronized (this) {
      taken.set(index);
      all = taken.cardinality() == events.size();
    }
    if (all) {
      left.complete(List.of());
    }
  }

  /** Ends it: what the stream has not taken is left. An answer that comes later is ignored. */
  void giveUp() {
    List<StreamEvent> rest = new ArrayList<>();
    synchronized (this) {
      for (int i = taken.nextClearBit(0); i < events.size(); i = taken.nextClearBit(i + 1)) {
        rest.add(events.get(i));
      }
    }
    left.complete(rest);
  }
}
