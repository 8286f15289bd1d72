package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairTableTest {
  @Test
  void aRatioBelowOneSaysThatThisCheckoutTookLess() {
    List<CostPair> pairs = List.of(new CostPair(cost(20, 40, 4), cost(10, 30, 2)));
    assertThat(
        PairTable.of(pairs),
        is(
            """
            | | base, median | this checkout, median | this ÷ base, median of the pairs | 95 % interval |
            |---|---|---|---|---|
            | wall | 20.00 s | 10.00 s | 0.500 | 0.500–0.500 |
            | user CPU | 40.00 s | 30.00 s | 0.750 | 0.750–0.750 |
            | system CPU | 4.00 s | 2.00 s | 0.500 | 0.500–0.500 |
            """));
  }

  /** The machine slows down from pair to pair. The ratio of the two medians would be 0.5. */
  @Test
  void theRatioIsThatOfEachPair() {
    List<CostPair> pairs =
        List.of(
            new CostPair(cost(10, 1, 1), cost(9, 1, 1)),
            new CostPair(cost(20, 1, 1), cost(10, 1, 1)),
            new CostPair(cost(40, 1, 1), cost(32, 1, 1)));
    assertThat(
        PairTable.of(pairs), containsString("| wall | 20.00 s | 10.00 s | 0.800 | 0.500–0.900 |"));
  }

  @Test
  void whatTheSystemDoesNotReportIsLeftOut() {
    String table = PairTable.of(List.of(new CostPair(cost(2, 4, 0), cost(1, 3, 0))));
    assertThat(table, containsString("| user CPU |"));
    assertThat(table, not(containsString("| system CPU |")));
  }

  private static Cost cost(int wall, int user, int system) {
    return new Cost(
        Duration.ofSeconds(wall), Duration.ofSeconds(user), Duration.ofSeconds(system), 0);
  }
}
