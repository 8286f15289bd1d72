package dev.sessionbeam.deliver;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all shards of a process may keep in memory together. Half of it is for whoever needs it
 * first. The other half is divided among the shards, so that destinations that take nothing leave
 * room for the others. Thread-safe.
 */
final class MemoryBudget {
  private final long most;
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger shards = new AtomicInteger();

  /**
   * Creates a budget for no shards yet.
   *
   * @param most in bytes
   */
  MemoryBudget(long most) {
    this.most = most;
  }

  /** Returns a quarter of the memory of this process. */
  static MemoryBudget ofProcess() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
  }

  /** Notes that there is one shard more. */
  void join() {
    shards.incrementAndGet();
  }

  /** Notes that there is one shard less, which uses nothing any more. */
  void leave() {
    shards.decrementAndGet();
  }

  /** Notes that so many bytes more are used, or less if it is negative. */
  void use(long bytes) {
    used.addAndGet(bytes);
  }

  /**
   * Returns whether a shard may use more. Shards that ask at once may exceed the budget.
   *
   * @param bytes how much more
   * @param own what the shard uses now
   */
  boolean hasRoom(long bytes, long own) {
    return used.get() + bytes <= most / 2 || own + bytes <= most / 2 / Math.max(1, shards.get());
  }
}
