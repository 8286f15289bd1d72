package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MarginalCostTest {
  /** Ten seconds more for two million events more: the start of the process is in both runs. */
  @Test
  void itIsTheCostOfTheFurtherEventsOnly() {
    MarginalCost cost = MarginalCost.of(cost(7, 9, 2), 1_000_000, cost(17, 25, 3), 3_000_000);
    assertThat(cost, is(new MarginalCost(5, 8, 0.5)));
    assertThat(cost.cpu(), is(closeTo(8.5, 1e-9)));
  }

  @Test
  void moreEventsMayTakeLessTimeOnABusyMachine() {
    assertThat(
        MarginalCost.of(cost(2, 1, 1), 1, cost(1, 1, 1), 1_000_001),
        is(new MarginalCost(-1, 0, 0)));
  }

  @Test
  void thereIsNoneIfTheNumbersOfEventsAreEqual() {
    assertThrows(
        IllegalArgumentException.class, () -> MarginalCost.of(cost(1, 1, 1), 5, cost(2, 2, 2), 5));
  }

  private static Cost cost(int wall, int user, int system) {
    return new Cost(
        Duration.ofSeconds(wall), Duration.ofSeconds(user), Duration.ofSeconds(system), 0);
  }
}
