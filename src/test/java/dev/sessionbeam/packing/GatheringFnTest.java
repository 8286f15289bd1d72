package dev.sessionbeam.packing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringFnTest {
  @SuppressWarnings("deprecation") // Beam has no other way to emit with an earlier timestamp.
  private static final Duration SKEW =
      new GatheringFn<String, String>() {}.getAllowedTimestampSkew();

  @Test
  void anElementOfAnyTimeMayBeEmittedWithAnyOtherTime() {
    assertThat(
        BoundedWindow.TIMESTAMP_MAX_VALUE.minus(SKEW), is(BoundedWindow.TIMESTAMP_MIN_VALUE));
  }

  /** Beam would catch an exception for each element of a batch, which takes microseconds. */
  @Test
  void theEarliestTimeLessTheSkewIsStillATime() {
    assertThat(
        BoundedWindow.TIMESTAMP_MIN_VALUE.minus(SKEW).getMillis(),
        is(
            2 * BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()
                - BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis()));
  }
}
