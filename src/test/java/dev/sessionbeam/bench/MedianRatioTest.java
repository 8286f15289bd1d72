package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class MedianRatioTest {
  /** The machine slows down from round to round. The ratio of the two medians would be 0.5. */
  @Test
  void itIsTheMedianOfTheRatiosOfTheRounds() {
    assertThat(MedianRatio.text(new double[] {9, 10, 32}, new double[] {10, 20, 40}), is("0.80"));
  }

  @Test
  void fiveRoundsAreEnoughForAnInterval() {
    double[] own = {1, 2, 3, 4, 5};
    double[] other = {1, 1, 1, 1, 1};
    assertThat(MedianRatio.text(own, other), is("3.00 (1.00–5.00)"));
    assertThat(MedianRatio.text(new double[] {1, 2, 3, 4}, new double[] {1, 1, 1, 1}), is("2.50"));
  }

  @Test
  void aFigureThatIsNotAboveZeroHasNoRatio() {
    assertThat(MedianRatio.text(new double[] {1, 1}, new double[] {2, -1}), is(""));
    assertThat(MedianRatio.text(new double[] {0, 1}, new double[] {2, 1}), is(""));
    assertThat(MedianRatio.text(new double[0], new double[0]), is(""));
  }
}
