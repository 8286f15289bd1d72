package dev.sessionbeam.deliver;

/** A waiting delivery in the memory of its shard. Its shard guards it. */
final class QueuedDelivery {
  /** The bundle of what need not wait until its bundle is committed. */
  static final long COMMITTED = 0;

  private final long number;
  private WaitingDelivery waiting;
  private long bundle;
  private boolean inFlight;

  /**
   * Creates it.
   *
   * @param number its number in state
   * @param bundle the bundle that must be committed before it is sent; {@link #COMMITTED} for none
   */
  QueuedDelivery(long number, WaitingDelivery waiting, long bundle) {
    this.number = number;
    this.waiting = waiting;
    this.bundle = bundle;
  }

  long number() {
    return number;
  }

  WaitingDelivery waiting() {
    return waiting;
  }

  /** Replaces what waits. It must not be in a {@link DueQueue} while this changes its time. */
  void setWaiting(WaitingDelivery changed) {
    waiting = changed;
  }

  long bundle() {
    return bundle;
  }

  void setCommitted() {
    bundle = COMMITTED;
  }

  boolean isInFlight() {
    return inFlight;
  }

  void setInFlight(boolean value) {
    inFlight = value;
  }
}
