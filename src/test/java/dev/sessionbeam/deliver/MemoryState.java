package dev.sessionbeam.deliver;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of a shard in memory: a test may keep a copy, and go back to it. */
final class MemoryState implements ShardState {
  private @Nullable ShardAccount account;
  private final Map<Long, WaitingDelivery> waiting = new TreeMap<>();

  MemoryState copy() {
    MemoryState copy = new MemoryState();
    copy.account = account;
    copy.waiting.putAll(waiting);
    return copy;
  }

  @Override
  public @Nullable ShardAccount account() {
    return account;
  }

  @Override
  public void account(ShardAccount changed) {
    account = changed;
  }

  @Override
  public Iterable<Map.Entry<Long, WaitingDelivery>> waiting() {
    return waiting.entrySet();
  }

  @Override
  public void put(long number, WaitingDelivery delivery) {
    waiting.put(number, delivery);
  }

  @Override
  public void remove(long number) {
    waiting.remove(number);
  }
}
