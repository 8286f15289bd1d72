package dev.sessionbeam.deliver;

import java.util.concurrent.atomic.AtomicLong;

/** What all shards of a process may keep in memory together. Thread-safe. */
final class MemoryBudget {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long most) {
    this.most = most;
  }

  /** Returns a quarter of the memory of this process. */
  static MemoryBudget ofProcess() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
  }

  /** Notes that so many bytes more are used, or less if it is negative. */
  void use(long bytes) {
    used.addAndGet(bytes);
  }

  /** Returns whether so many bytes more may be used. Shards that ask at once may exceed it. */
  boolean hasRoom(long bytes) {
    return used.get() + bytes <= most;
  }
}
