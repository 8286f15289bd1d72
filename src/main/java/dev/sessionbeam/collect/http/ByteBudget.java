package dev.sessionbeam.collect.http;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all requests may hold in memory together. Thread-safe. */
public final class ByteBudget {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  /**
   * Creates a budget of which nothing is used.
   *
   * @param most in bytes
   */
  public ByteBudget(long most) {
    this.most = most;
  }

  /** Whether so many bytes are free now. Takes none of them. */
  public boolean hasRoom(long bytes) {
    return used.get() + bytes <= most;
  }

  /** The bytes that are used now. */
  public long used() {
    return used.get();
  }

  /** Begins the share of a request, which has no bytes yet. */
  public Share share() {
    return new Share();
  }

  /** What one request holds. */
  public final class Share {
    private final AtomicLong held = new AtomicLong();

    private Share() {}

    /** Takes bytes; or returns false, and takes none. */
    public boolean take(long bytes) {
      if (used.addAndGet(bytes) > most) {
        used.addAndGet(-bytes);
        return false;
      }
      held.addAndGet(bytes);
      return true;
    }

    /** Gives everything back. */
    public void release() {
      used.addAndGet(-held.getAndSet(0));
    }
  }
}
