package dev.sessionbeam.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * Numbers to the interval in which their median would be found in 95 of 100 repetitions, by the
 * percentile bootstrap: the medians of many resamples, without the 2.5 % at each end.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Bootstrapping_(statistics)">Bootstrapping</a>
 */
record MedianInterval(double low, double high) {
  static final int RESAMPLES = 10_000;

  /** 2.5 % of the resamples. */
  private static final int TAIL = RESAMPLES / 40;

  private static final long SEED = 1;

  static MedianInterval of(double[] values) {
    double[] sorted = values.clone();
    // The order of the values must not matter.
    Arrays.sort(sorted);
    Random random = new Random(SEED);
    double[] resample = new double[sorted.length];
    double[] medians = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      Arrays.setAll(resample, unused -> sorted[random.nextInt(sorted.length)]);
      medians[i] = Median.of(resample);
    }
    Arrays.sort(medians);
    return new MedianInterval(medians[TAIL], medians[RESAMPLES - 1 - TAIL]);
  }
}
