package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void itIsTheValueInTheMiddle() {
    assertThat(Median.of(new double[] {5, 1, 9}), is(5.0));
    assertThat(Median.of(new double[] {7}), is(7.0));
  }

  @Test
  void ofAnEvenNumberItIsTheMeanOfTheTwoInTheMiddle() {
    assertThat(Median.of(new double[] {9, 1, 2, 4}), is(3.0));
  }

  @Test
  void theValuesStayAsTheyAre() {
    double[] values = {3, 1, 2};
    Median.of(values);
    assertThat(values, is(new double[] {3, 1, 2}));
  }
}
