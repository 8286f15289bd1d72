package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianIntervalTest {
  @Test
  void ofOneValueItIsThatValue() {
    assertThat(MedianInterval.of(new double[] {0.9}), is(new MedianInterval(0.9, 0.9)));
  }

  @Test
  void ofEqualValuesItIsThatValue() {
    assertThat(MedianInterval.of(new double[] {2, 2, 2, 2}), is(new MedianInterval(2, 2)));
  }

  /** A quarter of the resamples has the lower value only, and another the upper one. */
  @Test
  void ofTwoValuesItReachesFromOneToTheOther() {
    assertThat(MedianInterval.of(new double[] {3, 1}), is(new MedianInterval(1, 3)));
  }

  /**
   * A resample's median is k or less if 6 or more of its 11 values are: with Bin(11, k / 11), that
   * is 0.7 % for 2 and 5.1 % for 3, 94.9 % for 8 and 99.3 % for 9.
   */
  @Test
  void ofElevenValuesItIsTheOneOfTheBinomialDistribution() {
    double[] values = IntStream.rangeClosed(1, 11).asDoubleStream().toArray();
    assertThat(MedianInterval.of(values), is(new MedianInterval(3, 9)));
  }

  /** One outlier in 11 values moves neither end, as it would move those of a mean. */
  @Test
  void anOutlierDoesNotMoveIt() {
    double[] values = IntStream.rangeClosed(1, 11).asDoubleStream().toArray();
    values[10] = 1_000;
    assertThat(MedianInterval.of(values), is(new MedianInterval(3, 9)));
  }

  @Test
  void theOrderOfTheValuesDoesNotMatter() {
    Random random = new Random(5);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      values.add(random.nextDouble());
    }
    MedianInterval interval = MedianInterval.of(array(values));
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(values, random);
      assertThat(MedianInterval.of(array(values)), is(interval));
    }
  }

  @Test
  void theValuesStayAsTheyAre() {
    double[] values = {3, 1, 2};
    MedianInterval.of(values);
    assertThat(values, is(new double[] {3, 1, 2}));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
