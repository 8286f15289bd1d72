package dev.sessionbeam.collect.stream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows whether the stream takes records. It is down if it took nothing for as long as an event may
 * wait for it, and an event waited in vain. It is up again with the first record that it takes.
 */
public final class StreamState {
  private final LongSupplier nanoTime;
  private volatile long lastTaken;
  private volatile boolean down;
  private volatile String lastError = "";

  /** Creates the state of a stream that is up. */
  public StreamState() {
    this(System::nanoTime);
  }

  StreamState(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastTaken = nanoTime.getAsLong();
  }

  /** Whether it is better not to wait for the stream. */
  public boolean isDown() {
    return down;
  }

  /** Why the last record was not taken, without secrets; empty if all were. */
  public String lastError() {
    return lastError;
  }

  /** Notes that the stream answers again, by something else than a record. */
  public void answered() {
    taken();
  }

  void taken() {
    lastTaken = nanoTime.getAsLong();
    down = false;
  }

  void failed(String error) {
    lastError = error;
  }

  /** Notes that the stream did not answer when somebody looked. */
  public void unreachable() {
    down = true;
  }

  /** Notes that events waited for so long, and were not taken. */
  void gaveUp(Duration waited) {
    if (nanoTime.getAsLong() - lastTaken >= waited.toNanos()) {
      down = true;
    }
  }
}
