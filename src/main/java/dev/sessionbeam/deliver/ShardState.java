package dev.sessionbeam.deliver;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a shard keeps what must survive a restart. */
interface ShardState {
  /** Returns what was written last; null if nothing was. */
  @Nullable ShardAccount account();

  void account(ShardAccount account);

  /** Returns all deliveries that wait, by their numbers, in any order. */
  Iterable<Map.Entry<Long, WaitingDelivery>> waiting();

  void put(long number, WaitingDelivery waiting);

  void remove(long number);
}
