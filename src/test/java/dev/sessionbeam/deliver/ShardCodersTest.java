package dev.sessionbeam.deliver;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.message.DeadLetterReason;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class ShardCodersTest {
  private static WaitingDelivery copy(WaitingDelivery value) throws Exception {
    return CoderUtils.clone(WaitingDeliveryCoder.of(), value);
  }

  @Test
  void aWaitingDeliveryIsTheSameAfterItWasInState() throws Exception {
    WaitingDelivery fresh = WaitingDelivery.of(Deliveries.event("crm", "a"), 5);
    assertThat(copy(fresh), is(fresh));
    WaitingDelivery dead =
        fresh
            .failed("first")
            .failed("last")
            .givenUp(DeadLetterReason.RETRIES_EXHAUSTED, 7)
            .letterFailed()
            .dueAt(9);
    assertThat(copy(dead), is(dead));
  }

  @Test
  void anAccountIsTheSameAfterItWasInState() throws Exception {
    DestinationCounts counts = new DestinationCounts(1, 2, 3, 4, 5, 6);
    for (ShardAccount account :
        new ShardAccount[] {
          new ShardAccount(7, counts, null, null, false, -8, 9),
          new ShardAccount(7, counts, "arn:queue", "http://127.0.0.1:1", true, 8, 9)
        }) {
      assertThat(CoderUtils.clone(ShardAccountCoder.of(), account), is(account));
    }
  }

  @Test
  void aKeyHasTheDestinationAndTheShardOfTheMachine() {
    String key = ShardKey.of(Deliveries.event("a\nb", "x"));
    assertThat(ShardKey.parse(key).destination(), is("a\nb"));
    assertThat(key, is(ShardKey.of(Deliveries.event("a\nb", "x"))));
  }
}
