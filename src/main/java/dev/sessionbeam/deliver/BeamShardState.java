package dev.sessionbeam.deliver;

import java.util.Map;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ValueState;
import org.jspecify.annotations.Nullable;

/** The state of a shard in the runner, for the key that the runner is processing. */
record BeamShardState(MapState<Long, WaitingDelivery> waitingState, ValueState<ShardAccount> value)
    implements ShardState {
  @Override
  public @Nullable ShardAccount account() {
    return value.read();
  }

  @Override
  public void account(ShardAccount account) {
    value.write(account);
  }

  @Override
  public Iterable<Map.Entry<Long, WaitingDelivery>> waiting() {
    return waitingState.entries().read();
  }

  @Override
  public void put(long number, WaitingDelivery waiting) {
    waitingState.put(number, waiting);
  }

  @Override
  public void remove(long number) {
    waitingState.remove(number);
  }
}
